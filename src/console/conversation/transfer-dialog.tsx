import { Input, type RefSelectProps, Select } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_NOTE } from '../../domain/messages/message-text';
import type { Conversation } from '../shared/conversations/received';
import { useTransfer } from '../shared/conversations/requests';
import { BY_LABEL } from '../shared/forms/find-option';
import { isKeyOf } from '../shared/keyboard/key-table';
import { notify } from '../shared/notify';
import { Dialog } from '../shared/ui/dialog';
import { Failed, Loading } from '../shared/ui/states';
import { useColleagues } from './requests';

/** Chooses the colleague to whom the conversation is transferred, and takes a note for them. */
export function TransferDialog(props: { readonly conversation: Conversation; readonly close: () => void }) {
  const { t } = useTranslation();
  const { conversation, close } = props;
  const colleagues = useColleagues(conversation.brandId);
  const transfer = useTransfer(conversation.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const colleague = useRef<RefSelectProps>(null);
  const options = (colleagues.data ?? [])
    .filter(({ id }) => id !== conversation.operator?.id)
    .map(({ id, name }) => ({ value: id, label: name }));
  const submit = (): void => {
    const to = options.find(({ value }) => value === chosen);
    if (to === undefined) return;
    const more = note.trim() === '' ? {} : { note };
    transfer.mutate(
      { operatorId: to.value, ...more },
      {
        onSuccess() {
          notify({ kind: 'success', title: t('conversation.transferred', { name: to.label }) });
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
      afterOpenChange={(isShown) => isShown && colleague.current?.focus()}
    >
      {colleagues.isPending && <Loading />}
      {colleagues.error !== null && <Failed error={colleagues.error} retry={colleagues.refetch} />}
      {colleagues.isSuccess && options.length === 0 && <p>{t('conversation.transferNobody')}</p>}
      {options.length > 0 && (
        <>
          <Select
            ref={colleague}
            autoFocus
            style={{ width: '100%', marginBottom: 12 }}
            showSearch={BY_LABEL}
            placeholder={t('conversation.transferTo')}
            aria-label={t('conversation.transferTo')}
            options={options}
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
