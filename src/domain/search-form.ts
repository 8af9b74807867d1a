/**
 * The form in which texts and search words are compared, by the database (`search_form`, migration 0013) and in the
 * browser. Texts that look the same, or come from the same keys in another mode of an input method, are equal.
 */

/**
 * Invisible characters: soft hyphens, joiners, direction marks, variation selectors (Unicode's default ignorables).
 */
const UNSEEN =
  '\u00AD\u034F\u061C\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFE00-\uFE0F\uFEFF';
const EVERY_UNSEEN = new RegExp(`[${UNSEEN}]+`, 'gu');
/** NFKC turns all other space characters into a space. */
const SPACES = /[\t-\r \u0085\u1680\u2028\u2029]+/gu;
/**
 * A character and everything that may combine with it: marks, half-width voicing marks, parts of Korean syllables,
 * invisible characters. Normalization never combines characters of two such pieces.
 */
const PIECES = new RegExp(
  `[^][\\p{M}\\uFF9E\\uFF9F\\u1160-\\u11FF\\uD7B0-\\uD7FB\\u3131-\\u318E\\uFFA0-\\uFFDC${UNSEEN}]*`,
  'gu',
);

/**
 * The search form of a text: NFKC (full-width letters, half-width kana, ligatures, composed accents, ideographic and
 * no-break spaces), case folded (`ß` is `ss`, `ς` is `σ`, all Turkish i are `i`), without invisible characters, and
 * with one space for each run of spaces.
 * @example searchForm('ＡＢＣ１２３４ ｶﾞﾗｽ') // 'abc1234 ガラス'
 */
export function searchForm(text: string): string {
  return text
    .normalize('NFKC')
    .replace(EVERY_UNSEEN, '')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replaceAll('ς', 'σ')
    .replaceAll('ß', 'ss')
    .replaceAll('i\u0307', 'i')
    .replace(SPACES, ' ');
}

/** A part of a text, in UTF-16 units: `from` is included, `to` is not. */
export type Part = { readonly from: number; readonly to: number };

/**
 * Where a text contains the search words: ranges of the original text, in order, without overlaps.
 * @example findMatches('No. ＡＢＣ!', 'abc') // [{ from: 4, to: 7 }]
 */
export function findMatches(text: string, searchText: string): readonly Part[] {
  const words = searchForm(searchText).trim();
  if (words === '') return [];
  const { form, places } = formWithPlaces(text);
  const parts: Part[] = [];
  for (let at = form.indexOf(words); at >= 0; at = form.indexOf(words, at + words.length)) {
    const from = places[at]?.from;
    const to = places[at + words.length - 1]?.to;
    if (from === undefined || to === undefined) break;
    const last = parts.at(-1);
    // Two matches may share one character if it folds to several.
    if (last !== undefined && from < last.to) parts[parts.length - 1] = { from: last.from, to };
    else parts.push({ from, to });
  }
  return parts;
}

/** The search form of a text, and for each of its units the piece of the original text that it came from. */
function formWithPlaces(text: string): { readonly form: string; readonly places: readonly Part[] } {
  const places: Part[] = [];
  let form = '';
  for (const { 0: piece, index } of text.matchAll(PIECES)) {
    const folded = searchForm(piece);
    const own = form.endsWith(' ') && folded.startsWith(' ') ? folded.slice(1) : folded;
    form += own;
    for (let unit = 0; unit < own.length; unit += 1) places.push({ from: index, to: index + piece.length });
  }
  return { form, places };
}
