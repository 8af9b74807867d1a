/** The numbers of one part of a report: of all of it, of an entry of its series, or of one operator. */
import { type Durations, toDurations } from './durations';

/** How often a figure occurred, divided by a word. */
export type Counted = {
  readonly figure: string;
  readonly label: string | null;
  readonly count: number;
  readonly values: readonly number[];
};

export type Tally = {
  readonly count: (figure: string, label?: string) => number;
  /** By word; those without one are left out. */
  readonly byLabel: (figure: string) => Readonly<Record<string, number>>;
  readonly values: (figure: string, label?: string) => readonly number[];
  readonly durations: (figure: string) => Durations;
};

/** Adds up. */
export function toTally(counted: readonly Counted[]): Tally {
  const ofFigure = new Map<string, Counted[]>();
  for (const one of counted) {
    const all = ofFigure.get(one.figure);
    if (all === undefined) ofFigure.set(one.figure, [one]);
    else all.push(one);
  }
  const found = (figure: string, label?: string): readonly Counted[] =>
    (ofFigure.get(figure) ?? []).filter((one) => label === undefined || one.label === label);
  // A month has many: `flatMap` would take several times as long.
  const values = (figure: string, label?: string): readonly number[] => {
    const all: number[] = [];
    for (const one of found(figure, label)) for (const value of one.values) all.push(value);
    return all;
  };
  return {
    count: (figure, label) => found(figure, label).reduce((sum, { count }) => sum + count, 0),
    byLabel(figure) {
      const counts = new Map<string, number>();
      for (const { label, count } of found(figure)) {
        if (label !== null) counts.set(label, (counts.get(label) ?? 0) + count);
      }
      return Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1)));
    },
    values,
    durations: (figure) => toDurations(values(figure)),
  };
}

/** Those of each key, in the order in which the keys occur. */
export function dividedBy<One, Key>(
  all: readonly One[],
  keyOf: (one: One) => Key,
): ReadonlyMap<Key, readonly One[]> {
  const parts = new Map<Key, One[]>();
  for (const one of all) {
    const key = keyOf(one);
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [one]);
    else part.push(one);
  }
  return parts;
}
