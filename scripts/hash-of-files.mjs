import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './install.mjs';

/**
 * One hash over the names and contents of files and folders, given by their paths from the project's root. Leaves out
 * the folders `without`.
 */
export function hashOfFiles(names, without = []) {
  const hash = createHash('sha256');
  const left = without.map((name) => path.join(root, name) + path.sep);
  for (const name of names) {
    for (const file of filesIn(path.join(root, name))) {
      if (left.some((folder) => file.startsWith(folder))) continue;
      hash.update(`${path.relative(root, file)}\n`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function filesIn(place) {
  const entries = readdirOrUndefined(place);
  if (entries === undefined) return [place];
  return entries
    .sort((one, other) => (one < other ? -1 : 1))
    .flatMap((entry) => filesIn(path.join(place, entry)));
}

function readdirOrUndefined(place) {
  try {
    return readdirSync(place);
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}
