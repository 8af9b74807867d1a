import type { AutomaticMessages, SaidAutomatically } from '../store/transcript/automatic-messages';

export type PrepareAutomaticDeps = { readonly automatic: AutomaticMessages };

/** Stores what the desk says by itself, and returns the message's id; null if the channel has no text for it any more. */
export function createPrepareAutomatic({ automatic }: PrepareAutomaticDeps) {
  return (said: SaidAutomatically): Promise<string | null> => automatic.prepare(said);
}

/** Deletes what was stored, when the conversation has not taken it. */
export function createDropAutomatic({ automatic }: PrepareAutomaticDeps) {
  return (said: SaidAutomatically): Promise<void> => automatic.drop(said);
}
