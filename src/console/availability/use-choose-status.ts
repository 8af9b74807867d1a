import { useTranslation } from 'react-i18next';
import type { AvailabilityStatus } from '../../domain/routing/availability';
import { api } from '../shared/api/client';
import { loadAll } from '../shared/api/load-all';
import { describeError } from '../shared/describe-error';
import { notify } from '../shared/notify';
import { useConfirm } from '../shared/ui/use-confirm';
import { toHandOver } from './own-conversations';
import { useSetStatus } from './use-own-availability';

/** Chooses a status. Before a hand-over with consequences it says what they are, and asks. */
export function useChooseStatus(): (status: AvailabilityStatus) => void {
  const { t, i18n } = useTranslation();
  const confirm = useConfirm();
  const set = useSetStatus();

  const handOver = async (): Promise<void> => {
    const { now, later } = toHandOver(
      await loadAll((page) =>
        api('get', '/api/v1/conversations', {
          query: { ...page, state: 'active', operatorId: 'me', snoozed: 'any' },
        }),
      ),
    );
    if (now + later === 0) return set.mutate('handing_over');
    const parts = [
      now === 0 ? t('availability.handOverNone') : t('availability.handOverNow', { count: now }),
      ...(later === 0 ? [] : [t('availability.handOverLater', { count: later })]),
    ];
    confirm({
      title: t('availability.handOverTitle'),
      text: parts.join(' '),
      okText: t('availability.handOver'),
      run: () => set.mutateAsync('handing_over').catch(() => undefined),
    });
  };

  return (status) => {
    if (status !== 'handing_over') return set.mutate(status);
    handOver().catch((error: unknown) => {
      notify({
        kind: 'error',
        title: t('common.requestFailed'),
        detail: describeError(error, t, i18n.language),
      });
    });
  };
}
