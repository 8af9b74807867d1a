/**
 * Recorded histories, a folder for each release that may have open conversations: `test/replay/histories/<version>`.
 * What a release has written is never recorded again, because only that release can write it.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { History } from '@temporalio/common/lib/proto-utils';
import { parseHistory, serializeHistory } from './scenario-replay';

const ROOT = path.resolve(__dirname, '../..');
const FOLDER = 'test/replay/histories';

export type RecordedHistory = {
  /** `<release>/<name>`. */
  readonly title: string;
  /** The path through the states, and which run or workflow of it. */
  readonly name: string;
  readonly text: string;
};

/** All recorded histories, by release. */
export function recordedHistories(root = ROOT): readonly RecordedHistory[] {
  const releases = readdirSync(path.join(root, FOLDER)).sort();
  return releases.flatMap((release) =>
    readdirSync(path.join(root, FOLDER, release))
      .sort()
      .map((file) => ({
        title: `${release}/${path.basename(file, '.json')}`,
        name: path.basename(file, '.json'),
        text: readFileSync(path.join(root, FOLDER, release, file), 'utf8'),
      })),
  );
}

/** Reads a history. */
export function historyOf({ text }: RecordedHistory): History {
  return parseHistory(text);
}

/**
 * Returns the function that records a history for the version in package.json. Until that is released it may be
 * recorded again.
 *
 * Throws if CHANGELOG.md does not list that version as unreleased.
 */
export function createRecorder(root = ROOT): (name: string, history: History) => void {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const changes = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
  if (!changes.split('\n').includes(`## ${version} (unreleased)`)) {
    throw new Error(
      `Version ${version} is released, and its histories stay as they are. Raise the version in package.json, begin ` +
        'a section for it in CHANGELOG.md that is called unreleased, and record again.',
    );
  }
  const folder = path.join(root, FOLDER, version);
  mkdirSync(folder, { recursive: true });
  return (name, history) => writeFileSync(path.join(folder, `${name}.json`), serializeHistory(history));
}
