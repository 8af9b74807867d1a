import type { Projection, StoredAhead } from '../domain/chain/projection';
import type { OutboundMessage } from '../domain/conversation/conversation';
import { afterSend, type SendOutcome } from '../domain/conversation/delivery';
import { killPoint } from '../platform/kill-points';
import type { ChannelPauses } from '../store/channels/channel-pauses';
import type { ChannelTroubles } from '../store/channels/channel-troubles';
import type { ProjectionToWrite, WrittenProjection } from '../store/conversations/projections';
import type { BeginResult, SendableMessage, SendLedger } from '../store/transcript/send-ledger';
import { isOfTheMessage, notSent, QUOTA_PROBE_EVERY_MS } from './after-refusal';
import { withRetryPause } from './retry-pause';
import type { SendSlots } from './send-slots';
import { type SendDeps, sendToWeChat } from './send-to-wechat';

export type DeliverDeps = SendDeps & {
  readonly project: (projection: ProjectionToWrite) => Promise<WrittenProjection>;
  readonly ledger: SendLedger;
  readonly pauses: ChannelPauses;
  readonly troubles: Pick<ChannelTroubles, 'report' | 'recover' | 'takeProbe'>;
  readonly slots: SendSlots;
};

export type DeliverInput = {
  readonly message: OutboundMessage;
  readonly attempt: number;
  /** What the workflow has not stored yet; stored before the attempt begins. */
  readonly projection: Projection;
  /** Not part of a conversation (a greeting): sent only if its contact has no open one. */
  readonly isOutside?: true;
};

export type Delivered = {
  readonly outcome: SendOutcome;
  readonly withdrawnIds: readonly string[];
  /** The store is ahead of the chain: no attempt began, and the chain continues from this. */
  readonly ahead?: StoredAhead;
  /** It was to be sent outside any conversation and was not: one is open, or is about to open. */
  readonly isConversationOpen?: true;
};

/** The message is judged again by the stored state, and sent at once if allowed. */
const AHEAD_RETRY_MS = 0;
/** By then a conversation that is just beginning exists. */
const CONVERSATION_RETRY_MS = 1_000;

/** The attempt did not begin; the ledger's result says why. */
class NotBegun extends Error {
  override readonly name = 'NotBegun';
  constructor(
    readonly result: Exclude<BeginResult, { type: 'begun' }> | { readonly type: 'conversationOpen' },
  ) {
    super(`the attempt was ${result.type}`);
  }
}

/**
 * Sends one message once. The attempt is committed before the first byte is sent; the outcome and the message's new
 * status are committed before this returns. A message that may have reached WeChat is never sent again: a second run
 * finds the ledger's row and returns its result. Throws only if the store fails; then `settleAttempt` decides.
 */
export function createDeliverMessage(deps: DeliverDeps) {
  const deliver = async (input: DeliverInput): Promise<Delivered> => {
    const { message, attempt, projection } = input;
    const { messageId } = message;
    // Null if it is not part of a conversation (a greeting): its channel is not known yet.
    const channelId = projection.conversations.at(-1)?.channelId ?? null;
    let releaseSlot = channelId === null ? null : deps.slots.take(channelId);
    try {
      if (releaseSlot !== null) killPoint('before-attempt');
      const isGreeting = message.leavesBefore !== undefined;
      // For a greeting, the age of the event that it answers has to be read first.
      const begins = releaseSlot === null || isGreeting ? {} : { begins: { messageId, attempt } };
      const { withdrawnIds, ahead, begun } = await deps.project({
        ...projection,
        ...begins,
        isRecorded: true,
      });
      if (begun !== undefined) {
        killPoint('after-attempt');
        const sendable = { ...begun, pause: 'none', troubleCode: null, greeted: null } as const;
        return { ...(await attemptToSend(deps, input, sendable, true)), withdrawnIds };
      }
      // Nothing was stored, not even the message's row: sending now would leave it out of the transcript and the
      // counts.
      if (ahead !== undefined) return { ...notSent(AHEAD_RETRY_MS), withdrawnIds, ahead };
      const sendable = await deps.ledger.read(messageId);
      if (sendable === null) return { outcome: { type: 'withdrawn' }, withdrawnIds };
      if (channelId === null) releaseSlot = deps.slots.take(sendable.channelId);
      if (releaseSlot === null) return { ...notSent(null), withdrawnIds };
      return { ...(await attemptToSend(deps, input, sendable, false)), withdrawnIds };
    } finally {
      releaseSlot?.();
    }
  };
  return async (input: DeliverInput): Promise<Delivered> => {
    const delivered = await deliver(input);
    return { ...delivered, outcome: withRetryPause(delivered.outcome, input.attempt) };
  };
}

async function attemptToSend(
  deps: DeliverDeps,
  { message, attempt, isOutside }: DeliverInput,
  sendable: SendableMessage,
  isBegun: boolean,
): Promise<Omit<Delivered, 'withdrawnIds'>> {
  const { ledger, pauses, troubles } = deps;
  const { channelId, pause, troubleCode } = sendable;
  if (troubleCode !== null && !(await troubles.takeProbe(channelId))) {
    return { outcome: await postponed(deps, message, troubleCode) };
  }
  if (pause === 'running') {
    const probe = await pauses.claimProbe(channelId, QUOTA_PROBE_EVERY_MS);
    if (!probe.mayProbe) return { outcome: { type: 'notSent', retryAfterMs: probe.retryAfterMs } };
  }
  let hasBegun = isBegun;
  const begin = async (): Promise<void> => {
    if (hasBegun) return;
    killPoint('before-attempt');
    const result = await (isOutside === true ? ledger.beginOutside : ledger.begin)(
      message.messageId,
      attempt,
    );
    if (result.type !== 'begun') throw new NotBegun(result);
    hasBegun = true;
    killPoint('after-attempt');
  };
  try {
    const { outcome, errmsg } = await sendToWeChat(deps, message.messageId, sendable, begin);
    // Nothing reached WeChat and nothing is in the ledger, so the message is simply still queued.
    if (!hasBegun && outcome.type === 'notSent') return { outcome };
    if (!hasBegun && outcome.type === 'channelDown') {
      return { outcome: await postponed(deps, message, outcome.wechatCode) };
    }
    if (!hasBegun) await begin();
    await ledger.end(message.messageId, attempt, outcome, afterSend(message, outcome), errmsg);
    killPoint('after-outcome');
    if (outcome.type === 'sent' && pause !== 'none') await pauses.end(channelId);
    if (troubleCode !== null && isOfTheMessage(outcome)) await troubles.recover(channelId);
    return { outcome };
  } catch (error) {
    if (!(error instanceof NotBegun)) throw error;
    switch (error.result.type) {
      case 'withdrawn':
        return { outcome: { type: 'withdrawn' } };
      case 'conversationOpen':
        return {
          outcome: { type: 'notSent', retryAfterMs: CONVERSATION_RETRY_MS },
          isConversationOpen: true,
        };
      default:
        return { outcome: error.result.outcome ?? { type: 'unknown' } };
    }
  }
}

/** WeChat refuses the channel, not the message: it waits, and the transcript says why. Nothing was sent. */
async function postponed(
  { ledger }: DeliverDeps,
  message: OutboundMessage,
  wechatCode: number,
): Promise<SendOutcome> {
  const outcome = { type: 'channelDown', wechatCode } as const;
  const after = afterSend(message, outcome);
  if (after.status === 'queued' && after.error !== undefined) {
    await ledger.explain(message.messageId, after.error);
  }
  return outcome;
}
