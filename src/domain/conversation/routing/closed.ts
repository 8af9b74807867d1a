import { withoutToSay, withToSay } from '../automatic/automatic';
import type { Conversation } from '../conversation';
import { andThen, type Step, unchanged, withEvent } from '../step';
import { hoursAt } from './hours';
import type { KnownHours } from './known-hours';

/**
 * The conversation of `step` rings from `at` on (epoch ms): it is `waiting`, or missed at once if the channel is known to be
 * closed then (docs/rules.md#79). Where that is not known yet, `hoursRead` decides.
 */
export function enterQueue(step: Step, at: number): Step {
  return andThen(step, (current) =>
    judgeClosed({ ...withoutClosedMissed(current), state: 'waiting', ringingSince: at }, at),
  );
}

/**
 * Misses a conversation that rings, or has rung, if the channel was closed when it began to. `at`: epoch ms. One whose bot knows
 * that nobody is there is missed in any case.
 */
function judgeClosed(conversation: Conversation, at: number): Step {
  const { state, ringingSince, missedAt, isBusy } = conversation;
  if (state !== 'waiting' && state !== 'missed') return unchanged(conversation);
  const known = hoursAt(conversation, ringingSince);
  if (known === null) return unchanged(conversation);
  if (known.isOpen) return isBusy === true ? missBusy(conversation, at) : unchanged(conversation);
  const missed: Conversation = {
    ...withoutClosedMissed(conversation),
    state: 'missed',
    missedAt: state === 'missed' ? missedAt : at,
    closeMissedFrom: known.changesAt,
    isClosedMissed: true,
  };
  return withEvent(unchanged(withOutOfHours(missed, at)), { type: 'missed', reason: 'closed' });
}

/**
 * Misses a conversation that waits without ringing, because its bot knows that nobody is there. As long as it is not known
 * whether the channel is closed, it waits: `hoursRead` decides which of the two it is. `at`: epoch ms.
 */
export function missBusy(conversation: Conversation, at: number): Step {
  const { state, settings, ringingSince } = conversation;
  if (state !== 'waiting') return unchanged(conversation);
  const isKnown = settings.hoursVersion === undefined || hoursAt(conversation, ringingSince) !== null;
  if (!isKnown) return unchanged({ ...conversation, isBusy: true });
  const missed = { state: 'missed', missedAt: at, closeMissedFrom: at } as const;
  return unchanged({ ...withoutClosedMissed(conversation), ...missed });
}

/**
 * When a conversation that was missed because the channel is closed rings, epoch ms; null: never, or it is not one, or
 * the hours have to be read first.
 */
export function opensAt({ state, isClosedMissed, settings, hours }: Conversation): number | null {
  if (state !== 'missed' || isClosedMissed !== true) return null;
  return hours?.version === settings.hoursVersion ? (hours?.changesAt ?? null) : null;
}

/** The channel has opened at `at` (epoch ms): the conversation rings as a new one does. All limits count anew. */
export function opened(conversation: Conversation, at: number): Step {
  return enterQueue(unchanged({ ...withoutOutOfHours(conversation), lastActivityAt: at }), at);
}

/**
 * What the store says about the opening hours; nothing if they have changed since they were asked for. `toldClosedAt`: when the
 * contact was last told that the channel is closed, in an earlier conversation.
 */
export function hoursRead(
  conversation: Conversation,
  { hours, toldClosedAt = 0 }: { readonly hours: KnownHours; readonly toldClosedAt?: number | undefined },
  now: number,
): Step {
  if (hours.version !== conversation.settings.hoursVersion) return unchanged(conversation);
  const saidAt = Math.max(conversation.outOfHoursSaidAt ?? 0, toldClosedAt);
  const told: Conversation = { ...conversation, hours, ...(saidAt > 0 ? { outOfHoursSaidAt: saidAt } : {}) };
  if (told.state !== 'missed' || told.isClosedMissed !== true) return judgeClosed(told, now);
  if (hours.isOpen) return opened(told, now);
  return unchanged({ ...told, closeMissedFrom: hours.changesAt });
}

/** A channel that has no opening hours any more is open. */
export function openWithoutHours(conversation: Conversation, now: number): Step {
  const { hours, ...rest } = conversation;
  if (conversation.settings.hoursVersion !== undefined) return unchanged(conversation);
  if (conversation.isBusy === true) return missBusy(rest, now);
  if (hours === undefined) return unchanged(conversation);
  return conversation.isClosedMissed === true ? opened(rest, now) : unchanged(rest);
}

/** It is no longer missed without ringing, nor to be. */
export function withoutClosedMissed(conversation: Conversation): Conversation {
  const { isClosedMissed, isBusy, ...rest } = conversation;
  return isClosedMissed === undefined && isBusy === undefined ? conversation : rest;
}

/** Somebody is there, or will be: what was to be said about the closed channel is out of date. */
export function withoutOutOfHours(conversation: Conversation): Conversation {
  return withoutToSay(conversation, (kind) => kind === 'outOfHours');
}

/** The contact who waits is told that the channel is closed; then nothing else welcomes them. */
function withOutOfHours(conversation: Conversation, at: number): Conversation {
  const { settings, unansweredSince, toSay = [] } = conversation;
  if (settings.automatic?.saysOutOfHours !== true || unansweredSince === undefined) return conversation;
  const unwelcomed = withoutToSay(conversation, (kind) => kind === 'welcome');
  if (wasTold(conversation, at) || toSay.some(({ kind }) => kind === 'outOfHours')) return unwelcomed;
  return withToSay(unwelcomed, { kind: 'outOfHours', number: at });
}

const TOLD_AGAIN_AFTER_MS = 24 * 60 * 60_000;

/** Once in a conversation, and at most once in 24 h. */
function wasTold({ outOfHoursSaidAt, startedAt }: Conversation, at: number): boolean {
  if (outOfHoursSaidAt === undefined) return false;
  return outOfHoursSaidAt >= startedAt || at - outOfHoursSaidAt < TOLD_AGAIN_AFTER_MS;
}
