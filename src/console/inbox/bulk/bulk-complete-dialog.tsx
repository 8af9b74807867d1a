import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { LONGEST_BULK_REASON } from '../../../domain/lists/bulk';
import { FormDialog } from '../../shared/forms/form-dialog';
import css from './bulk-bar.module.css';
import { useBulk } from './bulk-requests';

type Values = { readonly reason?: string };

/** Asks before many conversations are completed, and why. `done` is called when at least one was completed. */
export function BulkCompleteDialog(props: {
  readonly ids: readonly string[];
  readonly done: () => void;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const { ids, done, close } = props;
  const [form] = Form.useForm<Values>();
  const bulk = useBulk(done);
  const submit = ({ reason = '' }: Values): void =>
    bulk.mutate(
      { ids: [...ids], action: 'complete', ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
      { onSuccess: close },
    );
  return (
    <FormDialog<Values>
      title={t('inbox.bulkCompleteTitle', { count: ids.length })}
      okText={t('conversation.complete')}
      form={form}
      isPending={bulk.isPending}
      error={bulk.error}
      submit={submit}
      close={close}
    >
      <p className={css.hint}>{t('inbox.bulkCompleteEffect', { count: ids.length })}</p>
      <p className={css.hint}>{t('inbox.bulkCompleteHint')}</p>
      <Form.Item name="reason" label={t('inbox.bulkReason')} extra={t('inbox.bulkReasonHint')}>
        <Input autoFocus maxLength={LONGEST_BULK_REASON} />
      </Form.Item>
    </FormDialog>
  );
}
