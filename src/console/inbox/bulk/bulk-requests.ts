import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../shared/api/client';
import type { RequestOf } from '../../shared/api/routes';
import { refreshCounts } from '../../shared/conversations/counts';
import { describeFacts } from '../../shared/describe-error';
import { notify } from '../../shared/notify';

/** What the console offers of it. */
type BulkBody = Extract<
  RequestOf<'post', '/api/v1/conversations/bulk'>['body'],
  { readonly action: 'attend' | 'complete' | 'transfer' | 'tag' }
>;

/**
 * Does one thing with many conversations, and says what was done and what was refused, with the reasons. The event
 * stream brings the changed conversations. `done` is called when at least one of them was changed.
 */
export function useBulk(done: () => void) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  // The results have codes only.
  const facts = describeFacts({ operator: { name: t('inbox.somebodyElse') } }, i18n.language);
  return useMutation({
    mutationFn: (body: BulkBody) => api('post', '/api/v1/conversations/bulk', { body }),
    onSuccess: ({ results }, { action }) => {
      const refused = results.flatMap(({ code }) => (code === undefined ? [] : [code]));
      const number = results.length - refused.length;
      refreshCounts(client);
      if (number > 0) done();
      notify({
        kind: refused.length === 0 ? 'success' : 'warning',
        title:
          refused.length === 0
            ? t(`inbox.bulkDone_${action}`, { count: number })
            : t('inbox.bulkPartly', { number, refused: refused.length }),
        detail: [...new Set(refused)]
          // It may have been a wish that was not answered in time.
          .map((code) => (code === 'unavailable' ? t('conflicts.unconfirmed') : t(`problems.${code}`, facts)))
          .join(' '),
        key: 'bulk',
      });
    },
  });
}
