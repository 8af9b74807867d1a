/** Places in a list of conversations, as cursors of the API have them. */

/**
 * When a walk through a list began. `snapshot`: which transactions of the database had ended, in its own notation
 * (`xmin:xmax:in progress`); `beganAt`: epoch ms by its clock.
 */
export type Walk = { readonly snapshot: string; readonly beganAt: number };

/**
 * The place of the last conversation of a page: a number that rises with the activity. `walk` null: a page before which
 * no walk began (a cursor of an older release).
 */
export type ListPlace = { readonly place: number; readonly walk: Walk | null };

/** Few transactions are in progress at one moment; a cursor that names more than this is not valid. */
const LONGEST = 4_000;
const CURSOR = /^(\d{1,15})(?:\.(\d{13})\.([1-9]\d{0,18})\.([1-9]\d{0,18})\.((?:\d{1,19}(?:_\d{1,19})*)?))?$/;

/**
 * @example formatListCursor({ place: 41, walk: { snapshot: '752:755:753', beganAt: 1790000000000 } }) //
 * '41.1790000000000.752.755.753'
 */
export function formatListCursor({ place, walk }: ListPlace): string {
  if (walk === null) return String(place);
  return `${place}.${walk.beganAt}.${walk.snapshot.replaceAll(':', '.').replaceAll(',', '_')}`;
}

/** The place that a cursor names; null where it is not valid. */
export function parseListCursor(cursor: string): ListPlace | null {
  if (cursor.length > LONGEST) return null;
  const [, place, beganAt, from = '', to = '', underWay = ''] = CURSOR.exec(cursor) ?? [];
  if (place === undefined) return null;
  if (beganAt === undefined) return { place: Number(place), walk: null };
  if (!isSnapshot(from, to, underWay)) return null;
  const snapshot = `${from}:${to}:${underWay.replaceAll('_', ',')}`;
  return { place: Number(place), walk: { snapshot, beganAt: Number(beganAt) } };
}

/** The form that the database accepts: the numbers in order. */
function isSnapshot(from: string, to: string, underWay: string): boolean {
  const numbers = [from, ...(underWay === '' ? [] : underWay.split('_'))].map(BigInt);
  const isRising = numbers.every((number, index) => index === 0 || number >= (numbers[index - 1] ?? number));
  const last = numbers.at(-1) ?? 0n;
  return isRising && (underWay === '' ? BigInt(to) >= last : BigInt(to) > last);
}
