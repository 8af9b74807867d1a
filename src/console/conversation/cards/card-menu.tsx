import { AppstoreAddOutlined, LinkOutlined, MenuOutlined, ReadOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useChannelFeatures } from '../../shared/setup/use-channel-kind';
import type { CardContent } from '../requests';
import { BLANK_ARTICLE, BLANK_LINK, BLANK_MENU, useWriteCard } from './card-forms';

const BLANKS: Readonly<Record<string, CardContent>> = {
  msgmenu: BLANK_MENU,
  news: BLANK_ARTICLE,
  link: BLANK_LINK,
};

/** The menu for messages that have a form of their own, as far as the channel can send them. */
export function CardMenu({
  channelId,
  isDisabled,
}: {
  readonly channelId: string;
  readonly isDisabled: boolean;
}) {
  const { t } = useTranslation();
  const { kinds } = useChannelFeatures(channelId);
  const write = useWriteCard();
  const label = t(kinds.includes('msgmenu') ? 'cards.more' : 'cards.moreOfMini');
  const button = useRef<HTMLButtonElement>(null);
  const open = (key: string): void => {
    // The menu's item disappears: the form returns the focus to the button.
    button.current?.focus();
    const blank = BLANKS[key];
    if (blank !== undefined) write(blank);
  };
  const items = [
    { key: 'msgmenu', icon: <MenuOutlined aria-hidden />, label: t('cards.menu') },
    { key: 'news', icon: <ReadOutlined aria-hidden />, label: t('cards.article') },
    { key: 'link', icon: <LinkOutlined aria-hidden />, label: t('cards.link') },
  ].filter(({ key }) => kinds.includes(key));
  return (
    <Dropdown
      trigger={['click']}
      placement="topLeft"
      disabled={isDisabled}
      menu={{ items, onClick: ({ key }) => open(key) }}
    >
      <Button
        ref={button}
        type="text"
        size="small"
        icon={<AppstoreAddOutlined aria-hidden />}
        disabled={isDisabled}
        aria-label={label}
        aria-haspopup="menu"
        title={label}
      />
    </Dropdown>
  );
}
