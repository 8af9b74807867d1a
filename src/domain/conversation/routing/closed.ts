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

/** Misses a conversation that waits if the channel was closed when it began to ring. `at`: epoch ms. */
export function judgeClosed(conversation: Conversation, at: number): Step {
  if (conversation.state !== 'waiting') return unchanged(conversation);
  const known = hoursAt(conversation, conversation.ringingSince);
  if (known === null || known.isOpen) return unchanged(conversation);
  const missed: Conversation = {
    ...conversation,
    state: 'missed',
    missedAt: at,
    closeMissedFrom: known.changesAt,
    isClosedMissed: true,
  };
  return withEvent(unchanged(withOutOfHours(missed, at)), { type: 'missed', reason: 'closed' });
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
  return enterQueue(unchanged({ ...conversation, lastActivityAt: at }), at);
}

/** What the store says about the opening hours; nothing if they have changed since they were asked for. */
export function hoursRead(conversation: Conversation, hours: KnownHours, now: number): Step {
  if (hours.version !== conversation.settings.hoursVersion) return unchanged(conversation);
  const told = { ...conversation, hours };
  if (told.state !== 'missed' || told.isClosedMissed !== true) return judgeClosed(told, now);
  if (hours.isOpen) return opened(told, now);
  return unchanged({ ...told, closeMissedFrom: hours.changesAt });
}

/** A channel that has no opening hours any more is open. */
export function openWithoutHours(conversation: Conversation, now: number): Step {
  const { hours, ...rest } = conversation;
  if (hours === undefined || conversation.settings.hoursVersion !== undefined) return unchanged(conversation);
  return conversation.isClosedMissed === true ? opened(rest, now) : unchanged(rest);
}

/** It is no longer missed because the channel is closed. */
export function withoutClosedMissed(conversation: Conversation): Conversation {
  const { isClosedMissed, ...rest } = conversation;
  return isClosedMissed === undefined ? conversation : rest;
}

/** The contact who waits is told that the channel is closed, once in a conversation; then nothing else welcomes them. */
function withOutOfHours(conversation: Conversation, at: number): Conversation {
  const { settings, outOfHoursSaidAt, unansweredSince } = conversation;
  if (settings.automatic?.saysOutOfHours !== true) return conversation;
  if (outOfHoursSaidAt !== undefined || unansweredSince === undefined) return conversation;
  const unwelcomed = withoutToSay(conversation, (kind) => kind === 'welcome');
  return withToSay({ ...unwelcomed, outOfHoursSaidAt: at }, { kind: 'outOfHours', number: at });
}
