import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_NOTE } from '../../../domain/messages/message-text';
import type { Conversation } from '../conversations/received';
import { useTransfer } from '../conversations/requests';
import { notify } from '../notify';
import { TargetDialog } from './target-dialog';
import css from './transfer-dialog.module.css';
import type { Target } from './use-targets';

/** Chooses the colleague or the group to whom the conversation is transferred, and takes a note for them. */
export function TransferDialog(props: { readonly conversation: Conversation; readonly close: () => void }) {
  const { t } = useTranslation();
  const { conversation, close } = props;
  const transfer = useTransfer(conversation.id);
  const [note, setNote] = useState('');
  const submit = ({ name, to }: Target): void => {
    const more = note.trim() === '' ? {} : { note };
    transfer.mutate(
      { ...to, ...more },
      {
        onSuccess() {
          const title =
            'groupId' in to
              ? t('conversation.transferredToGroup', { name })
              : t('conversation.transferred', { name });
          notify({ kind: 'success', title });
          close();
        },
      },
    );
  };
  return (
    <TargetDialog
      title={t('conversation.transferTitle')}
      conversations={[conversation]}
      isPending={transfer.isPending}
      submit={submit}
      close={close}
      nobody={t('conversation.transferNobody')}
    >
      <Input.TextArea
        className={css.note ?? ''}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={LONGEST_NOTE}
        value={note}
        onChange={({ target }) => setNote(target.value)}
        placeholder={t('conversation.transferNoteHint')}
        aria-label={t('conversation.transferNote')}
      />
    </TargetDialog>
  );
}
