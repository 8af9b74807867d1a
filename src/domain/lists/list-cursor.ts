/** Positions in a list of conversations, as the API's cursors hold them. */

/**
 * When a walk (reading a list page by page) began. `snapshot`: which transactions had ended, in PostgreSQL's notation
 * (`xmin:xmax:in progress`); `beganAt`: epoch ms by the database's clock.
 */
export type Walk = { readonly snapshot: string; readonly beganAt: number };

/**
 * The position of a page's last conversation: a number that rises with its activity. `walk` is null in a cursor of an
 * older release.
 */
export type ListPlace = {
  readonly place: number;
  readonly walk: Walk | null;
  /** Tie-breaker between conversations with equal numbers; absent where the numbers are unique. */
  readonly id?: string;
};

/** Only a few transactions are in progress at a time, so a longer cursor is not valid. */
const LONGEST = 4_000;
const CURSOR =
  /^(\d{1,15})(?:\.(\d{13})\.([1-9]\d{0,18})\.([1-9]\d{0,18})\.((?:\d{1,19}(?:_\d{1,19})*)?))?(?:~([\w-]{1,64}))?$/;

/**
 * The cursor for a position.
 * @example formatListCursor({ place: 41, walk: { snapshot: '752:755:753', beganAt: 1790000000000 } }) //
 * '41.1790000000000.752.755.753'
 */
export function formatListCursor({ place, walk, id }: ListPlace): string {
  const end = id === undefined ? '' : `~${id}`;
  if (walk === null) return `${place}${end}`;
  return `${place}.${walk.beganAt}.${walk.snapshot.replaceAll(':', '.').replaceAll(',', '_')}${end}`;
}

/** The position that a cursor holds; null if the cursor is not valid. */
export function parseListCursor(cursor: string): ListPlace | null {
  if (cursor.length > LONGEST) return null;
  const [, place, beganAt, from = '', to = '', underWay = '', id] = CURSOR.exec(cursor) ?? [];
  if (place === undefined) return null;
  const at = { place: Number(place), ...(id === undefined ? {} : { id }) };
  if (beganAt === undefined) return { ...at, walk: null };
  if (!isSnapshot(from, to, underWay)) return null;
  const snapshot = `${from}:${to}:${underWay.replaceAll('_', ',')}`;
  return { ...at, walk: { snapshot, beganAt: Number(beganAt) } };
}

/** Whether PostgreSQL accepts this as a snapshot: the numbers have to rise. */
function isSnapshot(from: string, to: string, underWay: string): boolean {
  const numbers = [from, ...(underWay === '' ? [] : underWay.split('_'))].map(BigInt);
  const isRising = numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? number));
  const last = numbers.at(-1) ?? 0n;
  return isRising && (underWay === '' ? BigInt(to) >= last : BigInt(to) > last);
}
