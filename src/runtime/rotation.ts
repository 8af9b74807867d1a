import type { ResealedJournal } from '../intake/journal/reseal-journal';

type Resealed = { readonly resealed: number; readonly unreadable: number };

type Rotation = {
  /** The id of the first key of `SECRET_KEY`. */
  readonly current: string | undefined;
  /** How many values of the database each key has sealed. */
  readonly inUse: ReadonlyMap<string, number>;
  /** Where the journal was looked for. */
  readonly folder: string;
  readonly journal: ResealedJournal;
};

/** A line for people: what has been resealed in one place. */
export function describeResealed(place: string, { resealed, unreadable }: Resealed): string {
  return `${place}: ${resealed} resealed${unreadable === 0 ? '' : `, ${unreadable} unreadable`}`;
}

/**
 * What `npm run rotate-key` says at its end, as lines for people. `isDone`: nothing is left that needs an older key, as far as
 * can be seen from here. Without a journal that is never so: journals of API processes elsewhere may have lines whose key would
 * be thrown away.
 */
export function describeRotation({ current, inUse, folder, journal }: Rotation): {
  readonly lines: readonly string[];
  readonly isDone: boolean;
} {
  const others = [...inUse].filter(([keyId]) => keyId !== current);
  const isSealed = others.length === 0 && journal.inUse === 0 && journal.unreadable === 0;
  const lines = [
    journal.isThere
      ? describeResealed('journal', journal)
      : `journal: there is none here (${folder}). Lines that API processes have journaled elsewhere keep the old key until this has run there.`,
    ...others.map(([keyId, count]) => `${count} values are still sealed with the key ${keyId}.`),
    ...(journal.inUse > 0 ? [`${journal.inUse} journal segments belong to running processes.`] : []),
  ];
  const isDone = isSealed && journal.isThere;
  return { lines: [...lines, conclude(current, isSealed, isDone)], isDone };
}

function conclude(current: string | undefined, isSealed: boolean, isDone: boolean): string {
  if (isDone)
    return `Everything here is sealed with the key ${current}. Once this has said so beside each API process, the other keys may be removed from SECRET_KEY.`;
  return isSealed
    ? `The database is sealed with the key ${current}. Keep the older keys until this has run beside each API process, with its DATA_DIR.`
    : 'Keep the older keys after the new one, and run this again when every process uses the new one.';
}
