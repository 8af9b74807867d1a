import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ChannelHealthBody } from '../../contracts/channels/channel-health';

/** How many deliveries from WeChat could not be accepted, with the way to them. Nothing if there are none. */
export function RejectedAlert(props: { readonly channelId: string; readonly health: ChannelHealthBody }) {
  const { t } = useTranslation();
  const { rejectedDeliveries } = props.health;
  if (rejectedDeliveries === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('health.rejected', { count: rejectedDeliveries })}
      action={<Link to={`/setup/rejected?channel=${props.channelId}`}>{t('health.toRejected')}</Link>}
    />
  );
}
