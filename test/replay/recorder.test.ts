/** Histories of a release are never overwritten: the recorder only writes for the next version. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRecorder, recordedHistories } from '../support/recorded-histories';

const FORMER = 'test/replay/histories/1.0.0';
let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'duihua-recorder-'));
  mkdirSync(path.join(root, FORMER), { recursive: true });
  writeFileSync(path.join(root, FORMER, 'waiting-1.json'), 'as it was');
});
afterEach(() => rmSync(root, { recursive: true }));

const setVersion = (version: string, heading: string): void => {
  writeFileSync(path.join(root, 'package.json'), JSON.stringify({ version }));
  writeFileSync(path.join(root, 'CHANGELOG.md'), `# Changes\n\n## ${heading}\n\n- A change.\n`);
};

it('records repeatedly for the unreleased version, without touching those of previous releases', () => {
  setVersion('1.1.0', '1.1.0 (unreleased)');
  createRecorder(root)('waiting-1', { events: [] });
  createRecorder(root)('waiting-1', { events: [] });
  expect(recordedHistories(root).map(({ title }) => title)).toEqual(['1.0.0/waiting-1', '1.1.0/waiting-1']);
  expect(readFileSync(path.join(root, FORMER, 'waiting-1.json'), 'utf8')).toBe('as it was');
});

it('refuses if the version is released, and says what to do', () => {
  setVersion('1.0.0', '1.0.0');
  expect(() => createRecorder(root)).toThrow(/Version 1\.0\.0 is released.*Raise the version/);
  expect(readFileSync(path.join(root, FORMER, 'waiting-1.json'), 'utf8')).toBe('as it was');
});

it('leaves out stack traces, which name folders of the machine', () => {
  setVersion('1.1.0', '1.1.0 (unreleased)');
  const lastFailure = { message: 'refused', stackTrace: `Error: refused\n    at ${root}/worker.js:1:1` };
  createRecorder(root)('retried-1', { events: [{ activityTaskStartedEventAttributes: { lastFailure } }] });
  const texts = [...recordedHistories(root), ...recordedHistories()].map(({ text }) => text);
  expect(texts.filter((text) => /"stackTrace": "[^"]/.test(text))).toEqual([]);
});
