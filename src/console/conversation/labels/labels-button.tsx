import { FlagOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../../shared/conversations/received';
import { useShortcut } from '../../shared/keyboard/shortcuts';
import { LabelsDialog } from './labels-dialog';

/** Opens the priority and the tags of the conversation; a completed one has them, too. */
export function LabelsButton({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const open = (): void => setOpen(true);
  useShortcut('labels', open);
  return (
    <>
      <Tooltip title={t('conversation.labels')}>
        <Button
          type="text"
          icon={<FlagOutlined aria-hidden />}
          aria-label={t('conversation.labels')}
          aria-haspopup="dialog"
          onClick={open}
        />
      </Tooltip>
      {isOpen && <LabelsDialog conversation={conversation} close={() => setOpen(false)} />}
    </>
  );
}
