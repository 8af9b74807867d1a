import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatMoment } from '../shared/time/format';
import type { Webhook } from './requests';

/** How a webhook does: whether it is told of anything, since when it fails, and what waits. */
export function WebhookHealth({ webhook }: { readonly webhook: Webhook }) {
  const { t, i18n } = useTranslation();
  const { isEnabled, disabledReason, health, replay } = webhook;
  const { failingSince, waiting, dead } = health;
  return (
    <>
      {!isEnabled && (
        <Tag color={disabledReason === 'by_hand' ? 'default' : 'error'}>
          {t(`webhooks.disabled_${disabledReason ?? 'by_hand'}`)}
        </Tag>
      )}
      {isEnabled && failingSince !== null && (
        <Tag color="warning">
          {t('webhooks.failingSince', { time: formatMoment(failingSince, i18n.language) })}
        </Tag>
      )}
      {isEnabled && failingSince === null && <Tag color="success">{t('webhooks.healthy')}</Tag>}
      {waiting > 0 && <Tag>{t('webhooks.waiting', { count: waiting })}</Tag>}
      {replay !== null && (
        <Tag color="processing">
          {t('webhooks.replaying', { percent: Math.floor(replay.progress * 100), count: replay.count })}
        </Tag>
      )}
      {dead > 0 && <Tag color="error">{t('webhooks.dead', { count: dead })}</Tag>}
    </>
  );
}
