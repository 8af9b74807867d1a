import { nextChange } from '../domain/hours/open-times';
import { renderOpensAt } from '../domain/hours/render-opens-at';
import { clockOf } from '../platform/time-zone';
import type { HoursStore } from '../store/hours/hours';
import type { AutomaticMessages, SaidAutomatically } from '../store/transcript/automatic-messages';

export type PrepareAutomaticDeps = {
  readonly automatic: AutomaticMessages;
  readonly hours: Pick<HoursStore, 'inForce'>;
};

/**
 * Stores what the desk says by itself, and returns the message's id; null if the channel has no text for it any more. What is
 * said while it is closed names the next opening as it is known now.
 */
export function createPrepareAutomatic({ automatic, hours }: PrepareAutomaticDeps) {
  return (said: SaidAutomatically): Promise<string | null> =>
    automatic.prepare(said, async (text, { channelId, language }) => {
      if (said.kind !== 'outOfHours') return text;
      const inForce = await hours.inForce(channelId);
      // Its number is the instant at which it was to be said, by the conversation's clock.
      const { opensAt } = nextChange(inForce, said.number, clockOf);
      return renderOpensAt(text, opensAt, said.number, inForce?.timeZone ?? 'UTC', language);
    });
}

/** Deletes what was stored, when the conversation has not taken it. */
export function createDropAutomatic({ automatic }: Pick<PrepareAutomaticDeps, 'automatic'>) {
  return (said: SaidAutomatically): Promise<void> => automatic.drop(said);
}
