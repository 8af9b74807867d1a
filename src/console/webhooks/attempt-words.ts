import { useTranslation } from 'react-i18next';
import type { Delivery } from './requests';

type Attempt = Delivery['attempts'][number];

const FAULTS = [
  'address_refused',
  'unresolved',
  'connection_refused',
  'unreachable',
  'tls',
  'timeout',
  'redirect',
  'broken_off',
  'too_large',
] as const;

/** What came of a try: the status, or why there is none. */
export function useAttemptWords(): (attempt: Pick<Attempt, 'status' | 'error'>) => string {
  const { t } = useTranslation();
  return ({ status, error }) => {
    const fault = FAULTS.find((one) => one === error);
    if (fault !== undefined) return t(`webhooks.fault_${fault}`);
    return status === null ? (error ?? '') : `HTTP ${status}`;
  };
}
