/**
 * Where web addresses begin in a text, and how far they may reach. Chinese has no spaces, so the text after an
 * address follows it directly. Quotes, dashes, full-width forms, emoji and invisible characters never belong to an
 * address. A letter of a script without spaces belongs to it only at the start of a part of the path (`/茶/红茶`) or of
 * the host (`例子.中国`).
 */

/** Full-width and half-width forms are not part of addresses, though Unicode calls some of them letters. */
const NO_FORM = String.raw`(?![\uFF00-\uFFEF])`;
/** A letter of a script without spaces between words. */
const UNSPACED =
  NO_FORM +
  String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]`;
/** A letter of a script with spaces between words: `/Café`, `/привет`. */
const SPACED = String.raw`${NO_FORM}(?!${UNSPACED})(?![\x00-\x7F\uFE00-\uFE0F\u20E3])[\p{L}\p{M}\p{Nd}]`;
const ASCII = String.raw`[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]`;
/** The keycap `1️⃣` is an emoji, not the digit 1. */
const NO_KEYCAP = String.raw`(?![\uFE0F\u20E3])`;

/** The characters allowed in such a part of a path, as in encyclopedias: `/苹果_(公司)`, `/史蒂夫·乔布斯`. */
const PART = [
  UNSPACED,
  SPACED,
  String.raw`_\((?:${UNSPACED}|[0-9A-Za-z_-])+\)`,
  '[0-9A-Za-z_%-]',
  `·(?=${UNSPACED})`,
].join('|');

/** The top-level domains in Chinese, Japanese and Korean. */
const ENDS =
  '中国|中國|公司|网络|網絡|网址|网站|网店|商城|商店|商标|集团|在线|中文网|中信|手机|移动|我爱你|香港|台湾|台灣|澳门|新加坡|みんな|コム|ストア|한국|닷컴';
const LABEL = String.raw`(?:[0-9A-Za-z_-]+|(?:${UNSPACED})(?:${UNSPACED}|[0-9-])*)`;
const HOST = String.raw`(?:${LABEL}\.)+(?:${ENDS}|[A-Za-z]{2,})`;

const RUN = new RegExp(
  // `www.` does not begin an address in the middle of a word, of an email address or of another host.
  String.raw`(?:https?:\/\/|(?<![\w@.\/-])www\.(?=[0-9A-Za-z]))(?:${HOST})?(?:\/(?=${UNSPACED})(?:${PART})+|(?:${ASCII}|${SPACED})${NO_KEYCAP})*`,
  'giu',
);

/** The parts of a text that begin like an address and may belong to one, in their order. */
export function addressRuns(text: string): readonly { readonly index: number; readonly run: string }[] {
  return [...text.matchAll(RUN)].map(({ 0: run, index }) => ({ index, run }));
}
