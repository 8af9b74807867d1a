import { CheckCircleOutlined, ClockCircleOutlined, StopOutlined, WarningOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChannelHealthBody } from '../../contracts/channels/channel-health';

type Glance =
  | 'draft'
  | 'disabled'
  | 'unhealthy'
  | 'unverified'
  | 'paused'
  | 'unanswered'
  | 'failing'
  | 'rejecting'
  | 'fine';

/** A channel's health in one word: the first thing that needs attention. */
export function glanceAt({
  status,
  verifiedAt,
  pausedUntil,
  lastError,
  lastSentAt,
  lastInboundAt,
  rejectedDeliveries,
}: ChannelHealthBody): Glance {
  if (status !== 'live') return status;
  if (verifiedAt === null && lastInboundAt === null) return 'unverified';
  if (pausedUntil !== null) return 'paused';
  // A call succeeded after the error, so it is over.
  if (lastError !== null && (lastSentAt === null || lastSentAt < lastError.at)) {
    // Without a code, WeChat was out of reach: it has refused nothing.
    return lastError.wechatCode === null ? 'unanswered' : 'failing';
  }
  if (rejectedDeliveries > 0) return 'rejecting';
  return 'fine';
}

const LOOKS = {
  unhealthy: { color: 'error', icon: <WarningOutlined aria-hidden /> },
  draft: { color: 'default', icon: <ClockCircleOutlined aria-hidden /> },
  disabled: { color: 'default', icon: <StopOutlined aria-hidden /> },
  unverified: { color: 'warning', icon: <ClockCircleOutlined aria-hidden /> },
  paused: { color: 'warning', icon: <WarningOutlined aria-hidden /> },
  unanswered: { color: 'warning', icon: <WarningOutlined aria-hidden /> },
  failing: { color: 'error', icon: <WarningOutlined aria-hidden /> },
  rejecting: { color: 'warning', icon: <WarningOutlined aria-hidden /> },
  fine: { color: 'success', icon: <CheckCircleOutlined aria-hidden /> },
} as const;

/** The health of a channel as a tag. */
export function HealthTag({ health }: { readonly health: ChannelHealthBody }) {
  const { t } = useTranslation();
  const glance = glanceAt(health);
  return <Tag {...LOOKS[glance]}>{t(`health.glance_${glance}`)}</Tag>;
}
