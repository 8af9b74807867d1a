/** What the console says about bots and the hand-over to people. */
import type { TFunction } from 'i18next';
import { BOT_FAILURES } from '../domain/bots/answer';
import { HANDOVER_REASONS } from '../domain/conversation/bot/bot-part';

const FAULTS = [...BOT_FAILURES, 'paused'] as const;

/**
 * Why a bot handed over, in the reader's language; if it failed, how. Empty for a reason that this release does not know.
 */
export function handoverWords(
  about: { readonly reason: string; readonly detail?: string | undefined },
  t: TFunction,
): string {
  const reason = HANDOVER_REASONS.find((one) => one === about.reason);
  if (reason === undefined) return '';
  const fault = reason === 'bot_failed' ? faultWords(about.detail ?? '', t) : '';
  return fault === '' ? t(`content.handover_${reason}`) : fault;
}

function faultWords(detail: string, t: TFunction): string {
  const [, status] = /^http_(\d{3})$/.exec(detail) ?? [];
  if (status !== undefined) return t('content.botFault_http', { status });
  const fault = FAULTS.find((one) => one === detail);
  return fault === undefined ? '' : t(`content.botFault_${fault}`);
}
