import { mainRoom, roomRefusal } from '../consecutive';
import type { Conversation } from '../conversation';
import { andThen, type Step, unchanged, withEvent } from '../step';
import { windowClosesAt } from '../window';
import type { AutomaticKind, ToSay } from './automatic-kinds';

/** The conversation with an automatic message that is to be said after those that wait. */
export function withToSay(conversation: Conversation, toSay: ToSay): Conversation {
  return { ...conversation, toSay: [...(conversation.toSay ?? []), toSay] };
}

/** The conversation without some of what it was to say by itself; by default without any. */
export function withoutToSay(
  conversation: Conversation,
  which: (kind: AutomaticKind) => boolean = () => true,
): Conversation {
  const { toSay, ...rest } = conversation;
  if (toSay === undefined) return conversation;
  const left = toSay.filter(({ kind }) => !which(kind));
  return left.length === 0 ? rest : { ...rest, toSay: left };
}

/** The contact wrote or somebody took the conversation over: what was to be said about the wait is out of date. */
export function isAboutWaiting(kind: AutomaticKind): boolean {
  return kind === 'handover' || kind === 'nudge' || kind === 'outOfHours';
}

/** A conversation that has just begun welcomes the contact, if the channel does (docs/rules.md#66). */
export function withWelcome(begun: Conversation): Conversation {
  return begun.settings.automatic?.welcomes === true
    ? withToSay(begun, { kind: 'welcome', number: 0 })
    : begun;
}

/** A conversation that has just been completed says so, if the channel does (docs/rules.md#68). */
export function withClosed(completed: Conversation): Conversation {
  return completed.settings.automatic?.saysClosed === true
    ? withToSay(completed, { kind: 'closed', number: 0 })
    : completed;
}

const MINUTE_MS = 60_000;

/**
 * When the contact is reminded that the window closes, in epoch ms; null: they are not (docs/rules.md#67). Only where
 * people have the conversation and the last message is ours, and once for each closing time. Whoever wrote within that
 * time needs no reminder.
 */
export function nudgeAt(conversation: Conversation): number | null {
  const { state, settings, consecutive, window, lastActivityAt } = conversation;
  const before = settings.automatic?.nudgesBeforeMinutes ?? null;
  if (before === null || state === 'bot' || state === 'completed' || consecutive.sent === 0) return null;
  const closesAt = windowClosesAt(conversation);
  if (window.nudgedOf === closesAt || window.closingHandledAt === closesAt) return null;
  const at = closesAt - before * MINUTE_MS;
  return at <= lastActivityAt ? null : at;
}

/** The conversation that reminds the contact now of its closing time. */
export function withNudge(conversation: Conversation): Conversation {
  const nudgedOf = windowClosesAt(conversation);
  return withToSay(
    { ...conversation, window: { ...conversation.window, nudgedOf } },
    { kind: 'nudge', number: nudgedOf },
  );
}

/** What is said in words; the question for a rating has rules of its own (`rating.ts`). */
type Said = ToSay & { readonly kind: Exclude<AutomaticKind, 'rating'> };

/**
 * The automatic message `number` of its kind is stored as `messageId`; null: its text is gone. `accept` takes it like any
 * other message, if one may be sent now; else the timeline says why it was not. One that is no longer to be said changes
 * nothing: its row was never in the transcript.
 */
export function automaticPrepared(
  conversation: Conversation,
  { kind, number, messageId }: Said & { readonly messageId: string | null },
  now: number,
  accept: (conversation: Conversation, messageId: string) => Step,
): Step {
  const isIt = (one: ToSay): boolean => one.kind === kind && one.number === number;
  if (!(conversation.toSay ?? []).some(isIt)) return unchanged(conversation);
  const said = withoutToSay(conversation, (one) => one === kind);
  if (messageId === null) return unchanged(said);
  const reason = conversation.unreachable === null ? refusalOf(said, kind, now) : null;
  if (reason !== null) return withEvent(unchanged(said), { type: 'automatic_skipped', kind, reason });
  const step = andThen(unchanged(said), (current) => accept(current, messageId));
  const isQueued = step.changes.some(({ status }) => status === 'queued');
  if (kind !== 'outOfHours' || !isQueued) return step;
  return { ...step, conversation: { ...step.conversation, outOfHoursSaidAt: now } };
}

/** Why it may not be said now; null: it may. Only a hand-over may take the last of the five (docs/rules.md#66). */
function refusalOf(
  conversation: Conversation,
  kind: Said['kind'],
  now: number,
): 'window_closed' | 'consecutive_limit_reached' | null {
  const refusal = roomRefusal(conversation, now);
  if (refusal !== null) return refusal.code === 'window_closed' ? refusal.code : 'consecutive_limit_reached';
  if (kind === 'handover' || mainRoom(conversation, now) !== 1) return null;
  return 'consecutive_limit_reached';
}
