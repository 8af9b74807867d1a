import type { Conversation } from '../conversation';
import type { KnownHours } from './known-hours';
import { returnFrom } from './return-from';

/** How long a channel whose hours could not be read counts as open at least, in ms. */
const GUESS_FOR_MS = 60_000;

/** What is known of the opening hours at `at` (epoch ms); null: there are none, or they have to be read. */
export function hoursAt({ settings, hours }: Conversation, at: number): KnownHours | null {
  if (hours === undefined || settings.hoursVersion !== hours.version) return null;
  return hours.changesAt === null || at < hours.changesAt ? hours : null;
}

/**
 * From when on the opening hours have to be read, epoch ms; null: nothing depends on them. A conversation that waits is
 * judged by those that held when it began to ring, and also later if they could only be guessed; one that was missed because
 * the channel is closed waits for the opening; and one that may be taken back counts open time only.
 */
export function hoursDueAt(conversation: Conversation): number | null {
  const { state, settings, hours, ringingSince, isClosedMissed } = conversation;
  if (settings.hoursVersion === undefined) return null;
  const isKnown = hours?.version === settings.hoursVersion;
  const guessUntil = isKnown && hours.isGuess === true ? hours.changesAt : null;
  if (state === 'waiting') return hoursAt(conversation, ringingSince) === null ? 0 : guessUntil;
  if (isClosedMissed === true) return isKnown ? null : 0;
  if (state === 'missed') return hours?.isGuess === true ? (guessUntil ?? 0) : null;
  const from = returnFrom(conversation);
  if (from === null || (isKnown && hours.returnsAt?.from === from)) return null;
  return guessUntil ?? 0;
}

/**
 * The instant for which the opening hours are asked for at `now` (both epoch ms). Whether operators are rung is judged by when
 * they began to be: a channel that has closed since leaves it as it is.
 */
export function hoursAskedFor({ state, isClosedMissed, ringingSince }: Conversation, now: number): number {
  const isJudged = state === 'waiting' || (state === 'missed' && isClosedMissed !== true);
  return isJudged ? ringingSince : now;
}

/**
 * The hours as far as they can be guessed at `now`: open. They are asked for again after a minute, and then ever more seldom:
 * after as long as they have been needed, `since` then (epoch ms).
 */
export function guessedHours(version: number, since: number, now: number): KnownHours {
  return { version, isOpen: true, changesAt: now + Math.max(GUESS_FOR_MS, now - since), isGuess: true };
}
