/** A transcript as one page that loads nothing and runs nothing. */
import { createHash } from 'node:crypto';
import { type Heading, headingLines, titleOf } from './heading';
import type { SavedEntry } from './saved-entry';
import { STYLE } from './style';
import type { TranscriptWords } from './words';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** For the page itself, also when it is opened from a disk: no script, nothing from anywhere, pictures only inside. */
const POLICY = `default-src 'none'; img-src data:; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'`;

/** For the answer: the console prints the page from a frame. */
export const HTML_POLICY = `${POLICY}; frame-ancestors 'self'`;

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text for a place between tags or in a quoted attribute. Signs that no text has (NUL, bell, …) are left out. */
export function escapeHtml(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|\p{Cs}/gu, '').replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? '');
}

export function htmlHead(heading: Heading, words: TranscriptWords): string {
  const title = escapeHtml(titleOf(heading, words));
  const lines = headingLines(heading, words).map((line) => `<p>${escapeHtml(line)}</p>`);
  return `<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body><div class="page">
<header><h1 dir="auto">${title}</h1>${lines.join('')}</header>
<main>
`;
}

/** @param day the heading of a new day; null: the entry is of the same day as the one before */
export function htmlEntry(
  { at, who, lines, facts, picture, message }: SavedEntry,
  day: string | null,
  { clock }: TranscriptWords,
): string {
  const heading = day === null ? '' : `<h2>${escapeHtml(day)}</h2>\n`;
  const time = `<time datetime="${escapeHtml(at)}">${escapeHtml(clock(at))}</time>`;
  if (message.direction === 'event') {
    const what = [...lines, ...(who === null ? [] : [who]), ...facts].map((one) => isolated(one)).join(' · ');
    return `${heading}<p class="event">${what} · ${time}</p>\n`;
  }
  const status = message.status === null ? '' : ` data-status="${escapeHtml(message.status)}"`;
  const said = lines.map((line) => `<p dir="auto">${escapeHtml(line)}</p>`).join('');
  const shown =
    picture === null ? '' : `<img src="${escapeHtml(picture.address)}" alt="${escapeHtml(picture.alt)}">`;
  const below = facts.length === 0 ? '' : `<p class="facts">${escapeHtml(facts.join(' · '))}</p>`;
  return `${heading}<article class="${message.direction}"${status}><p class="who">${isolated(who ?? '')} ${time}</p><div class="says">${said}${shown}</div>${below}</article>\n`;
}

export function htmlEnd(count: number, { t }: TranscriptWords): string {
  return `</main>\n<footer>${escapeHtml(t('transcript.end', { count }))}</footer>\n</div></body>\n</html>\n`;
}

/** A text that may run from right to left, without effect on what is beside it. */
function isolated(text: string): string {
  return `<bdi>${escapeHtml(text)}</bdi>`;
}
