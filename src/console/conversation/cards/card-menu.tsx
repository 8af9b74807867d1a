import { AppstoreAddOutlined, MenuOutlined, ReadOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../../shared/conversations/received';
import type { CardContent } from '../requests';
import { ArticleDialog } from './article-dialog';
import { MenuDialog } from './menu-dialog';

/** The messages that are more than a text or a file, each with a form of its own. */
export function CardMenu(props: { readonly conversation: Conversation; readonly isDisabled: boolean }) {
  const { t } = useTranslation();
  const { conversation, isDisabled } = props;
  const [written, setWritten] = useState<CardContent['type'] | null>(null);
  const close = (): void => setWritten(null);
  const items = [
    { key: 'msgmenu', icon: <MenuOutlined />, label: t('cards.menu') },
    { key: 'news', icon: <ReadOutlined />, label: t('cards.article') },
  ];
  return (
    <>
      <Dropdown
        trigger={['click']}
        placement="topLeft"
        disabled={isDisabled}
        menu={{ items, onClick: ({ key }) => setWritten(key === 'news' ? 'news' : 'msgmenu') }}
      >
        <Button
          type="text"
          size="small"
          icon={<AppstoreAddOutlined />}
          disabled={isDisabled}
          aria-label={t('cards.more')}
          aria-haspopup="menu"
          title={t('cards.more')}
        />
      </Dropdown>
      {written === 'msgmenu' && <MenuDialog conversation={conversation} close={close} />}
      {written === 'news' && <ArticleDialog conversation={conversation} close={close} />}
    </>
  );
}
