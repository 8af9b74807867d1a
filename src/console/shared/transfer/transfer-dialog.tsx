import { TeamOutlined } from '@ant-design/icons';
import { Input, type RefSelectProps, Select } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_NOTE } from '../../../domain/messages/message-text';
import { StatusIcon } from '../availability/status-icon';
import type { Conversation } from '../conversations/received';
import { useTransfer } from '../conversations/requests';
import { BY_LABEL } from '../forms/find-option';
import { isKeyOf } from '../keyboard/key-table';
import { notify } from '../notify';
import { Dialog } from '../ui/dialog';
import { Failed, Loading } from '../ui/states';
import css from './transfer-dialog.module.css';
import { type Target, useTargets } from './use-targets';

/** Chooses the colleague or the group to whom the conversation is transferred, and takes a note for them. */
export function TransferDialog(props: { readonly conversation: Conversation; readonly close: () => void }) {
  const { t } = useTranslation();
  const { conversation, close } = props;
  const { colleagues, targets } = useTargets(conversation);
  const transfer = useTransfer(conversation.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const field = useRef<RefSelectProps>(null);
  const submit = (): void => {
    const target = targets.find(({ value }) => value === chosen);
    if (target === undefined) return;
    const { name, to } = target;
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
    <Dialog
      title={t('conversation.transferTitle')}
      okText={t('conversation.transfer')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: chosen === null, loading: transfer.isPending }}
      onOk={submit}
      onCancel={close}
      // If the colleagues are known already, their field is there before the dialog takes the focus.
      afterOpenChange={(isShown) => isShown && field.current?.focus()}
    >
      {colleagues.isPending && <Loading />}
      {colleagues.error !== null && <Failed error={colleagues.error} retry={colleagues.refetch} />}
      {colleagues.isSuccess && targets.length === 0 && <p>{t('conversation.transferNobody')}</p>}
      {targets.length > 0 && (
        <>
          <Select<string, Target>
            ref={field}
            autoFocus
            style={{ width: '100%', marginBottom: 12 }}
            showSearch={BY_LABEL}
            placeholder={t('conversation.transferTo')}
            aria-label={t('conversation.transferTo')}
            options={[...targets]}
            labelRender={({ value }) => targets.find((one) => one.value === value)?.name}
            optionRender={({ data }) => <TargetOption target={data} />}
            onChange={setChosen}
          />
          <Input.TextArea
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={LONGEST_NOTE}
            value={note}
            onChange={({ target }) => setNote(target.value)}
            onKeyDown={(event) => {
              if (isKeyOf(event, 'sendNext')) submit();
            }}
            placeholder={t('conversation.transferNoteHint')}
            aria-label={t('conversation.transferNote')}
          />
        </>
      )}
    </Dialog>
  );
}

function TargetOption({ target: { name, presence, about } }: { readonly target: Target }) {
  return (
    <span className={css.target}>
      {presence === undefined ? <TeamOutlined aria-hidden /> : <StatusIcon status={presence} />}
      <span className={css.name}>{name}</span>
      <span className={css.about}>{about}</span>
    </span>
  );
}
