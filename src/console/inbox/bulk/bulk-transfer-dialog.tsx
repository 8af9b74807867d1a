import { useTranslation } from 'react-i18next';
import type { Conversation } from '../../shared/conversations/received';
import { TargetDialog } from '../../shared/transfer/target-dialog';
import { brandsOf, isEachAttended } from '../../shared/transfer/who-can-take';
import css from './bulk-bar.module.css';
import { useBulk } from './bulk-requests';

/**
 * Chooses who takes all selected conversations, and says why some cannot be chosen. `conversations`: what is known of
 * the selected ones. `done` is called when at least one was transferred.
 */
export function BulkTransferDialog(props: {
  readonly ids: readonly string[];
  readonly conversations: readonly Conversation[];
  readonly done: () => void;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const { ids, close } = props;
  const bulk = useBulk(props.done);
  // The others are refused, and the answer says so.
  const movable = props.conversations.filter(({ abilities }) => abilities.transferToGroup.allowed);
  const reasons = [
    ...(brandsOf(movable).length > 1 ? [t('inbox.bulkTransferBrands')] : []),
    ...(isEachAttended(movable) ? [] : [t('inbox.bulkTransferUnassigned')]),
  ];
  return (
    <TargetDialog
      title={t('inbox.bulkTransferTitle', { count: ids.length })}
      conversations={movable}
      isPending={bulk.isPending}
      submit={({ to }) => bulk.mutate({ ids: [...ids], action: 'transfer', ...to }, { onSuccess: close })}
      close={close}
      nobody={movable.length === 0 ? t('inbox.bulkTransferNone') : t('inbox.bulkTransferNobody')}
      hint={reasons.map((reason) => (
        <p key={reason} className={css.hint}>
          {reason}
        </p>
      ))}
    />
  );
}
