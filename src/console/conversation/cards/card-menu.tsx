import { AppstoreAddOutlined, MenuOutlined, ReadOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { BLANK_ARTICLE, BLANK_MENU, useWriteCard } from './card-forms';

/** The menu for messages that have a form of their own. */
export function CardMenu({ isDisabled }: { readonly isDisabled: boolean }) {
  const { t } = useTranslation();
  const write = useWriteCard();
  const button = useRef<HTMLButtonElement>(null);
  const open = (key: string): void => {
    // The menu's item disappears: the form returns the focus to the button.
    button.current?.focus();
    write(key === 'news' ? BLANK_ARTICLE : BLANK_MENU);
  };
  const items = [
    { key: 'msgmenu', icon: <MenuOutlined aria-hidden />, label: t('cards.menu') },
    { key: 'news', icon: <ReadOutlined aria-hidden />, label: t('cards.article') },
  ];
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
        aria-label={t('cards.more')}
        aria-haspopup="menu"
        title={t('cards.more')}
      />
    </Dropdown>
  );
}
