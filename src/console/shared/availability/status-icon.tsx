import {
  CheckCircleFilled,
  ClockCircleFilled,
  DisconnectOutlined,
  RightCircleFilled,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { AvailabilityStatus } from '../../../domain/routing/availability';
import css from './status.module.css';

const ICONS: Readonly<Record<AvailabilityStatus | 'offline', ReactNode>> = {
  online: <CheckCircleFilled aria-hidden />,
  away: <ClockCircleFilled aria-hidden />,
  handing_over: <RightCircleFilled aria-hidden />,
  offline: <DisconnectOutlined aria-hidden />,
};

/** A status as a sign, in a colour and a shape. The words stand beside it. */
export function StatusIcon({ status }: { readonly status: AvailabilityStatus | 'offline' }) {
  return (
    <span className={css.icon} data-status={status} aria-hidden>
      {ICONS[status]}
    </span>
  );
}
