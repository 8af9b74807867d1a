import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

/**
 * Licences of packages that may be part of Duihua, which itself is under Apache-2.0: they only require that their text
 * and the authors' names are kept. For any other licence, someone has to decide.
 */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  // It wants a list of changes too, from those who change the package; we change none.
  'PSF-2.0',
  'Unlicense',
]);
/** Packages whose licence is only in a file. */
const LICENCE_IN_FILE = { unionfs: 'Unlicense' };
/** Anything shorter is only the licence's name. */
const SHORTEST_TEXT = 300;

/**
 * The licence of an installed package: `{ id, isAllowed, texts }`. `texts` are its licence and notice files; without a
 * licence file, the section of its README; empty if there is neither.
 */
export function licenceOf({ place, name, license, isPlatformBuild }) {
  // The notices must be the same on every platform, so packages for single platforms are not read.
  if (isPlatformBuild) return { id: license, isAllowed: isAllowed(license), texts: [] };
  const folder = path.join(root, place);
  const id = license ?? namedIn(folder) ?? LICENCE_IN_FILE[name];
  return { id, isAllowed: isAllowed(id), texts: textsIn(folder) };
}

/** `MIT`, `(MIT OR GPL-2.0)`, `Apache-2.0 AND MIT`: one side of an OR is enough. */
function isAllowed(id = '') {
  const parts = id.replaceAll(/[()]/g, '').split(' AND ');
  return parts.every((part) => part.split(' OR ').some((one) => ALLOWED.has(one.trim())));
}

/** Old packages have it as `licenses: [{ type }]`. */
function namedIn(folder) {
  const { license, licenses } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return typeof license === 'string' ? license : licenses?.[0]?.type;
}

function textsIn(folder) {
  const names = readdirSync(folder).sort();
  const read = (pattern) =>
    names
      .filter((name) => pattern.test(name))
      .map((name) => tidy(readFileSync(path.join(folder, name), 'utf8')));
  const licences = read(/^(?:licen[cs]e|copying|unlicense)(?:[.-][\w.-]*)?$/i);
  const found = licences.length > 0 ? licences : read(/^readme(?:\.\w+)?$/i).flatMap(licenceSection);
  return [...found, ...read(/^notice(?:\.\w+)?$/i)];
}

function licenceSection(readme) {
  const [, section = ''] = /^#{1,3} *licen[cs]e *#*\n(.*?)(?=^#{1,3} |(?![\s\S]))/ims.exec(readme) ?? [];
  const text = section.trim();
  return text.length < SHORTEST_TEXT ? [] : [text];
}

function tidy(text) {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}
