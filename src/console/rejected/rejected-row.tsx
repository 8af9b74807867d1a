import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isRejectionReason } from '../../domain/rejection';
import { formatBytes } from '../../words/format-bytes';
import { notify } from '../shared/notify';
import { formatFull } from '../shared/time/format';
import { Row } from '../shared/ui/page';
import { useConfirm } from '../shared/ui/use-confirm';
import { type Rejected, useDelete, useRetry } from './requests';

/** One delivery: why it could not be accepted, its channel and size, and what can be done with it. */
export function RejectedRow(props: { readonly delivery: Rejected; readonly channelName: string }) {
  const { t, i18n } = useTranslation();
  const confirm = useConfirm();
  const retry = useRetry();
  const remove = useDelete();
  const { id, reason, size, deliveries, receivedAt } = props.delivery;
  const at = formatFull(receivedAt, i18n.language);
  const askToDelete = (): void =>
    confirm({
      title: t('rejected.deleteTitle'),
      text: t('rejected.deleteHint'),
      okText: t('rejected.delete'),
      isDanger: true,
      run: () =>
        remove.mutate(id, {
          onSuccess: () => notify({ kind: 'success', title: t('rejected.deleted') }),
        }),
    });
  return (
    <Row
      name={isRejectionReason(reason) ? t(`rejected.reason_${reason}`) : t('rejected.otherReason')}
      meta={[
        props.channelName,
        at,
        formatBytes(size, i18n.language),
        t('rejected.deliveries', { number: deliveries }),
        reason,
      ].join(' · ')}
    >
      <Button
        loading={retry.isPending}
        onClick={() =>
          retry.mutate(id, {
            onSuccess: ({ outcome }) =>
              notify({
                kind: 'success',
                title: t(outcome === 'repeat' ? 'rejected.repeat' : 'rejected.taken'),
              }),
          })
        }
      >
        {t('rejected.retry')} <span className="visually-hidden">{at}</span>
      </Button>
      <Button danger loading={remove.isPending} onClick={askToDelete}>
        {t('rejected.delete')} <span className="visually-hidden">{at}</span>
      </Button>
    </Row>
  );
}
