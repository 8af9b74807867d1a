import type { Logger } from 'pino';
import type { MessageBody } from '../contracts/conversations/message';
import type { WhenBlocked } from '../domain/conversation/conversation';
import type { OutboundContent } from '../domain/messages/outbound';
import type { Refusal } from '../domain/refusals';
import type { ChannelStore } from '../store/channels/channels';
import type { StoredConversation } from '../store/conversations/conversation-rows';
import { isDatabaseAway } from '../store/engine/errors';
import type { Attachments } from '../store/files/attachments';
import type { IdempotencyKey, Outbox, Schedule } from '../store/transcript/outbox';
import { isReadPrepared, isReadWithdrawn } from '../store/transcript/row-life';
import type { Transcript, TranscriptMessage } from '../store/transcript/transcript';
import type { ConversationClient, WishResult } from '../temporal/conversation-client';
import { checkAttachments } from './access/attachment-access';
import { notGranted, type RefusalDeps, wishTarget } from './access/conversation-access';
import { requireMessageKind } from './access/message-kinds';
import type { ChangeHub, MessageWaiter } from './live/change-hub';
import type { Viewer } from './middleware/viewer';
import { presentMessage } from './present/present-message';
import { ApiError } from './problems';
import { type TakenBack, takeBack } from './take-back';

/** From the request to the answer, whatever happens (docs/rules.md#36). */
const ANSWER_WITHIN_MS = 10_000;

export type SendDeps = RefusalDeps & {
  readonly attachments: Pick<Attachments, 'find'>;
  readonly channels: Pick<ChannelStore, 'kindOf'>;
  readonly logger: Pick<Logger, 'error'>;
  readonly outbox: Outbox;
  readonly transcript: Transcript;
  readonly conversationClient: Pick<ConversationClient, 'reply'>;
  /** Gives a message up as soon as the database is back, before the workflow is asked about it. */
  readonly giveUpLater: (messageId: string) => void;
  readonly hub: ChangeHub;
  readonly clock: () => number;
};

export type SendRequest = {
  readonly stored: StoredConversation;
  readonly viewer: Viewer;
  readonly content: OutboundContent;
  readonly whenBlocked: WhenBlocked;
  /** When it is to be sent; left out or null: at once. */
  readonly schedule?: Schedule | null;
  readonly key: IdempotencyKey | null;
};

/** What is known about the acceptance of a message. */
type Acceptance =
  /** The workflow has it. */
  | 'accepted'
  /** The workflow has it and holds it, so there is nothing to wait for. */
  | 'held'
  /** It is queued behind messages that wait until someone has fixed the channel. */
  | 'waits'
  /** Not known, but its row exists: it was accepted, or another process is dealing with it. */
  | 'unclear'
  /** Not known, nor whether its row exists: the database did not say whether the message was given up. */
  | 'perhapsGone';

/** With the version at which the workflow accepted it; null if it did not say. */
type Asked = { readonly acceptance: Acceptance; readonly version: number | null };

const UNCLEAR: Asked = { acceptance: 'unclear', version: null };
const PERHAPS_GONE: Asked = { acceptance: 'perhapsGone', version: null };

export type Sender = (request: SendRequest) => Promise<MessageBody>;

/**
 * Creates the function that sends a message and returns it once its outcome is known, or after 10 s with the status it
 * then has (docs/rules.md#36). Rejects with the rules' refusal, with `idempotency_key_reused`, or with `unavailable`:
 * nothing was accepted, and nothing is in the transcript; or, with the reason `acceptance_unknown`, the database did
 * not say whether it has the message.
 */
export function createSender(deps: SendDeps): Sender {
  const { attachments, channels, outbox, hub, clock } = deps;
  return async (request) => {
    const answerBy = clock() + ANSWER_WITHIN_MS;
    const { stored, viewer, key, ...message } = request;
    const { id: conversationId, contactId, channelId, brandId } = stored.conversation;
    const { operatorId } = viewer;
    requireMessageKind(message.content, await channels.kindOf(channelId));
    await checkAttachments(attachments, message.content, { viewer, brandId });
    const prepared = await outbox.prepare(
      { conversationId, contactId, channelId, operatorId, ...message },
      key,
    );
    if (prepared.type === 'keyReused') throw new ApiError('idempotency_key_reused');
    const { messageId } = prepared;
    if (prepared.type === 'perhapsStored') throw nobodyKnows(deps, messageId);
    // Before the workflow is asked: the outcome may arrive before its answer.
    const waiter = hub.waitFor(messageId);
    try {
      const { acceptance, version } =
        prepared.type === 'new' ? await askWorkflow(deps, request, messageId) : UNCLEAR;
      const row = await outcome(deps, { waiter, messageId, acceptance, withinMs: answerBy - clock() });
      if (acceptance === 'perhapsGone' && row === 'away') throw nobodyKnows(deps, messageId);
      // The first request under this key may have taken the message back, or may still do so.
      if (prepared.type === 'known' && row === 'away') throw acceptanceUnknown();
      if (version !== null && !hasLeft(row)) await remember(deps, messageId, version);
      return presentMessage(toAccepted(row, request, messageId, acceptance, clock()));
    } finally {
      waiter.close();
    }
  };
}

/**
 * Marks a message before its caller is told that it was accepted, so that it is never withdrawn and stays visible. If
 * the database is down, the outbox reconciler asks about it later.
 */
async function remember({ outbox }: SendDeps, messageId: string, version: number): Promise<void> {
  try {
    await outbox.accept(messageId, version);
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
  }
}

async function askWorkflow(deps: SendDeps, request: SendRequest, messageId: string): Promise<Asked> {
  const { conversationClient, outbox } = deps;
  const { stored, viewer, whenBlocked, schedule = null } = request;
  const { type: kind } = request.content;
  let result: WishResult;
  try {
    result = await conversationClient.reply(wishTarget(stored, viewer), {
      messageId,
      kind,
      whenBlocked,
      ...(schedule === null ? {} : { sendAt: schedule.at }),
      ...(schedule?.cancelsOnReply === true ? { cancelsOnReply: true as const } : {}),
    });
  } catch (error) {
    return afterTakingBack(await takeBack(() => outbox.giveUp(messageId)), () => error);
  }
  switch (result.type) {
    case 'accepted': {
      const { version, conversation } = result.view;
      const { outbound } = conversation;
      const isHeld = outbound.some((one) => one.messageId === messageId && one.status === 'held');
      if (isHeld) return { acceptance: 'held', version };
      const waits = outbound.some((one) => one.waitsForChannel === true);
      return { acceptance: waits ? 'waits' : 'accepted', version };
    }
    case 'refused':
    case 'notOpen': {
      // It stays if an earlier run had accepted it: then this answer is for a repeat.
      const takenBack = await takeBack(() => outbox.discard(messageId));
      return afterTakingBack(takenBack, async () => {
        if (result.type === 'refused') await noteRefusal(deps, request, result.refusal);
        return notGranted(deps, stored, result);
      });
    }
    case 'unanswered':
    case 'unavailable':
      // Once it has been given up, it was certainly not accepted, even without an answer.
      return afterTakingBack(
        await takeBack(() => outbox.giveUp(messageId)),
        () => new ApiError('unavailable'),
      );
    default:
      return result satisfies never;
  }
}

/** For reports: what the 48 hours and the limit of messages cost (docs/reports.md). The refusal stands, noted or not. */
async function noteRefusal(
  { outbox, clock, logger }: SendDeps,
  { stored, viewer, key }: SendRequest,
  refusal: Refusal,
): Promise<void> {
  const { code } = refusal;
  if (code !== 'window_closed' && code !== 'consecutive_limit_reached') return;
  const { id: conversationId, contactId, channelId } = stored.conversation;
  const reply = { conversationId, contactId, channelId, operatorId: viewer.operatorId };
  const now = clock() + stored.clockOffsetMs;
  // A scheduled reply is refused ahead of time: the window would have closed before it leaves.
  const isLate = code === 'window_closed' && refusal.since <= now;
  const lateSeconds = isLate ? Math.floor((now - refusal.since) / 1000) : null;
  try {
    await outbox.noteRefusal(reply, { code, lateSeconds }, key?.key ?? null);
  } catch (error) {
    logger.error({ err: error, conversationId }, 'a refusal could not be noted for the reports');
  }
}

/**
 * Only a message that is gone is refused. If its row exists, it may still be accepted when its workflow is asked again
 * (intake/outbox-reconciler), so the caller gets the message as the answer.
 */
async function afterTakingBack(takenBack: TakenBack, refusal: () => unknown): Promise<Asked> {
  if (takenBack === 'gone') throw await refusal();
  return takenBack === 'stays' ? UNCLEAR : PERHAPS_GONE;
}

/**
 * The refusal of a message that may or may not be stored. It is given up as soon as that is possible, in either case.
 */
function nobodyKnows({ giveUpLater }: SendDeps, messageId: string): ApiError {
  giveUpLater(messageId);
  return acceptanceUnknown();
}

function acceptanceUnknown(): ApiError {
  const detail =
    'The database connection failed before it confirmed the message. Repeat the request with the same Idempotency-Key; it will not be sent twice. Without a key, check the conversation first.';
  return new ApiError('unavailable', { reason: 'acceptance_unknown' }, { detail });
}

type Waiting = {
  readonly waiter: MessageWaiter;
  readonly messageId: string;
  readonly acceptance: Acceptance;
  readonly withinMs: number;
};

/**
 * The row when there is nothing more to wait for, or when time is up; 'away' if the database is. Throws `unavailable`
 * if it turns out that another request under the same key has withdrawn the message.
 */
async function outcome(deps: SendDeps, waiting: Waiting): Promise<TranscriptMessage | 'away'> {
  const { waiter, messageId, acceptance, withinMs } = waiting;
  const read = async (): Promise<TranscriptMessage | 'away'> => {
    const row = await deps.transcript.message(messageId).catch((error: unknown) => {
      if (isDatabaseAway(error)) return 'away' as const;
      throw error;
    });
    if (row === null || (row !== 'away' && isReadWithdrawn(row))) throw new ApiError('unavailable');
    return row;
  };
  if (acceptance !== 'accepted') {
    const row = await read();
    if (!isUnclear(acceptance) || (row !== 'away' && isAnswerable(row))) return row;
  }
  return (await waiter.until(isAnswerable, withinMs)) ?? (await read());
}

function isUnclear(acceptance: Acceptance): boolean {
  return acceptance === 'unclear' || acceptance === 'perhapsGone';
}

/** Also if it waits until someone has fixed the channel: the answer says why. */
function isAnswerable({ status, error }: TranscriptMessage): boolean {
  return status !== 'sending' && (status !== 'queued' || error !== null);
}

/** Whether the store shows its outcome or that it is being sent, so that nothing more has to be recorded. */
function hasLeft(row: TranscriptMessage | 'away'): boolean {
  return row !== 'away' && row.status !== 'queued' && row.status !== 'held';
}

/** The row with what the workflow has already answered but its projection has not written yet. */
function toAccepted(
  row: TranscriptMessage | 'away',
  { stored, viewer, content, whenBlocked, schedule = null }: SendRequest,
  messageId: string,
  acceptance: Acceptance,
  now: number,
): TranscriptMessage {
  const { id: conversationId, contactId, brandId } = stored.conversation;
  if (row !== 'away') {
    const isStillHeld = acceptance === 'held' && isReadPrepared(row);
    return {
      ...row,
      conversationId: row.conversationId ?? conversationId,
      status: isStillHeld ? 'held' : row.status,
      holdReason: isStillHeld && schedule !== null ? 'scheduled' : row.holdReason,
    };
  }
  // Accepted, but the database has failed since: what is known without it is still true.
  return {
    id: messageId,
    contactId,
    conversationId,
    brandId,
    seq: null,
    direction: 'outbound',
    type: content.type,
    content,
    attachment: null,
    sender: { kind: 'operator', id: viewer.operatorId, name: viewer.name },
    status: acceptance === 'held' ? 'held' : 'queued',
    error: null,
    errmsg: '',
    whenBlocked,
    holdReason: schedule === null ? null : 'scheduled',
    sendAt: schedule === null ? null : Date.parse(schedule.shownAt),
    cancelsOnReply: schedule?.cancelsOnReply ?? false,
    isResolved: false,
    isLate: false,
    wechatCreatedAt: null,
    createdAt: now,
    sentAt: null,
    changedAt: now,
  };
}
