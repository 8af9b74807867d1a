import { WarningFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api } from '../shared/api/client';
import { loadAll } from '../shared/api/load-all';
import css from './webhooks.module.css';

const EVERY_MS = 60_000;

/** Tells administrators which webhooks were disabled by themselves. */
export function WebhookAlarms() {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['setup', 'webhooks', 'alarms'],
    queryFn: ({ signal }) => loadAll((query) => api('get', '/api/v1/webhooks', { query, signal })),
    refetchInterval: EVERY_MS,
    // The banner is on every page: other parts show that the API is unreachable.
    meta: { showsErrors: true },
  });
  const disabled = data?.filter(
    ({ disabledReason }) => disabledReason === 'gone' || disabledReason === 'failing',
  );
  return (
    <div role="status" aria-live="polite">
      {disabled?.map(({ id, url, disabledReason }) => (
        <p key={id} className={css.alarm}>
          <WarningFilled aria-hidden />
          <span>
            {t(disabledReason === 'gone' ? 'alarms.webhookGone' : 'alarms.webhookFailing', {
              host: new URL(url).host,
            })}
          </span>
          <Link to={`/setup/webhooks/${id}`}>{t('alarms.toWebhook')}</Link>
        </p>
      ))}
    </div>
  );
}
