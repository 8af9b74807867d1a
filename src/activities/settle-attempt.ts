import type { OutboundMessage } from '../domain/conversation/conversation';
import type { SendOutcome } from '../domain/conversation/delivery';
import type { SendLedger } from '../store/transcript/send-ledger';
import { withRetryPause } from './retry-pause';

/** The outcome of an attempt whose activity was cut off: what the ledger says, or `unknown` from now on. */
export function createSettleAttempt({ ledger }: { readonly ledger: SendLedger }) {
  return async ({ message, attempt }: { message: OutboundMessage; attempt: number }): Promise<SendOutcome> =>
    withRetryPause(await ledger.settle(message.messageId, attempt), attempt);
}
