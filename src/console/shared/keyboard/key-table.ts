/**
 * Every key of the console. Handlers compare events with this table, and the `?` dialog and the palette are drawn from
 * it, so what they say is true.
 */

export const KEY_GROUPS = ['everywhere', 'lists', 'conversation', 'writing'] as const;
export type KeyGroup = (typeof KEY_GROUPS)[number];

type Chord = {
  readonly group: KeyGroup;
  /** As in `KeyboardEvent.key`; letters in lower case. */
  readonly key: string;
  /** With Ctrl, or ⌘ on a Mac. */
  readonly isWithCtrl?: true;
  readonly isWithAlt?: true;
  readonly isWithShift?: true;
};

/** By what it does: a key of the section `shortcuts` in the catalogue. Those of `writing` work in the composer's field. */
export const KEY_TABLE = {
  palette: { group: 'everywhere', key: 'k', isWithCtrl: true },
  help: { group: 'everywhere', key: '?' },
  search: { group: 'everywhere', key: '/' },
  silence: { group: 'everywhere', key: 'm' },
  alerts: { group: 'everywhere', key: 'b' },
  undoComplete: { group: 'everywhere', key: 'z' },
  next: { group: 'lists', key: 'j' },
  previous: { group: 'lists', key: 'k' },
  nextWaiting: { group: 'lists', key: 'n' },
  openMine: { group: 'lists', key: '1' },
  openWaiting: { group: 'lists', key: '2' },
  openMissed: { group: 'lists', key: '3' },
  openCompleted: { group: 'lists', key: '4' },
  openAll: { group: 'lists', key: '5' },
  openNeedsLook: { group: 'lists', key: '6' },
  openBot: { group: 'lists', key: '7' },
  select: { group: 'lists', key: 'x' },
  clearSelection: { group: 'lists', key: 'Escape' },
  attend: { group: 'conversation', key: 'a' },
  reply: { group: 'conversation', key: 'r' },
  note: { group: 'conversation', key: 'p' },
  canned: { group: 'conversation', key: 'c' },
  attach: { group: 'conversation', key: 'u' },
  transfer: { group: 'conversation', key: 't' },
  /** Of an offer; without one, the conversation is given back to its bot. */
  decline: { group: 'conversation', key: 'd' },
  complete: { group: 'conversation', key: 'e' },
  labels: { group: 'conversation', key: 'f' },
  contact: { group: 'conversation', key: 'i' },
  newest: { group: 'conversation', key: 'l' },
  previousHit: { group: 'conversation', key: 'g' },
  nextHit: { group: 'conversation', key: 'h' },
  send: { group: 'writing', key: 'Enter' },
  sendNext: { group: 'writing', key: 'Enter', isWithCtrl: true },
  hold: { group: 'writing', key: 'Enter', isWithAlt: true },
  later: { group: 'writing', key: 'Enter', isWithCtrl: true, isWithShift: true },
  newLine: { group: 'writing', key: 'Enter', isWithShift: true },
  cannedMenu: { group: 'writing', key: '/' },
  leave: { group: 'writing', key: 'Escape' },
} as const satisfies Readonly<Record<string, Chord>>;

export type KeyLabel = keyof typeof KEY_TABLE;
export const KEY_LABELS = Object.keys(KEY_TABLE) as readonly KeyLabel[];

/** The keys that work outside the composer's field. */
export type ShortcutLabel = {
  [Label in KeyLabel]: (typeof KEY_TABLE)[Label]['group'] extends 'writing' ? never : Label;
}[KeyLabel];

export function chordOf(label: KeyLabel): Chord {
  return KEY_TABLE[label];
}

/** The fields of a `KeyboardEvent` that tell the key. */
type KeyEvent = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
};

/** Whether an event is the key of `label`. Shift counts for named keys only: many layouts need it for `?` or `/`. */
export function isKeyOf(event: KeyEvent, label: KeyLabel): boolean {
  const { key, isWithCtrl = false, isWithAlt = false, isWithShift = false } = chordOf(label);
  if ((event.ctrlKey || event.metaKey) !== isWithCtrl || event.altKey !== isWithAlt) return false;
  if (key.length > 1) return event.key === key && event.shiftKey === isWithShift;
  // With Ctrl, some browsers report the capital letter while Caps Lock is on.
  return (isWithCtrl ? event.key.toLowerCase() : event.key) === key;
}

const NAMES: Readonly<Record<string, string>> = { Escape: 'Esc' };

/** The keys as they are printed on a keyboard, in the order in which they are pressed. */
export function keyNames(label: KeyLabel, isMac: boolean): readonly string[] {
  const { key, isWithCtrl, isWithAlt, isWithShift } = chordOf(label);
  const name = NAMES[key] ?? (isWithCtrl && key.length === 1 ? key.toUpperCase() : key);
  return [
    ...(isWithCtrl ? [isMac ? '⌘' : 'Ctrl'] : []),
    ...(isWithAlt ? [isMac ? '⌥' : 'Alt'] : []),
    ...(isWithShift ? [isMac ? '⇧' : 'Shift'] : []),
    name,
  ];
}
