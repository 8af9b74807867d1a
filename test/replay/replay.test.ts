/**
 * Conversations that are open somewhere were begun by an earlier release: their recorded histories must replay against
 * the bundle of today. Where one does not, the change needs `patched()`.
 *
 * `DUIHUA_RECORD_HISTORIES=1 npx jest test/replay` records them again, one for each run of each path: only together
 * with a release, and the histories of former releases stay.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TranscriptMessage } from '../../src/store/transcript';
import { fetchMediaWorkflowId } from '../../src/workflows/fetch-media-messages';
import { conversationWorkflowId, greetingWorkflowId } from '../../src/workflows/messages';
import { type Desk, startDesk } from '../support/desk';
import { createScenario } from '../support/scenario';
import { PATHS } from '../support/scenario-paths';
import {
  historiesOf,
  historyAtRest,
  parseHistory,
  replay,
  serializeHistory,
} from '../support/scenario-replay';

const FOLDER = path.join(__dirname, 'histories');

if (process.env['DUIHUA_RECORD_HISTORIES'] === '1') {
  describe('recording', () => {
    let desk: Awaited<ReturnType<typeof startDesk>>;
    beforeAll(async () => {
      mkdirSync(FOLDER, { recursive: true });
      desk = await startDesk({ rollAfterEvents: 60 });
    }, 60_000);
    afterAll(() => desk.close());

    test.each(Object.entries(PATHS))('%s', async (name, run) => {
      const customer = await run(createScenario(desk));
      await customer.rests();
      const runs = await historiesOf(desk, conversationWorkflowId(await customer.contactId()));
      for (const [index, { history }] of runs.entries()) {
        const file = path.join(FOLDER, `${name}-${index + 1}.json`);
        writeFileSync(file, serializeHistory(history));
      }
      const greetings = await greetingHistoriesOf(desk, await customer.transcript());
      for (const [index, history] of greetings.entries()) {
        writeFileSync(path.join(FOLDER, `${name}-greeting-${index + 1}.json`), serializeHistory(history));
      }
      const fetches = await fetchHistoriesOf(desk, await customer.transcript());
      for (const [index, history] of fetches.entries()) {
        writeFileSync(path.join(FOLDER, `${name}-fetch-${index + 1}.json`), serializeHistory(history));
      }
    });
  });
}

describe('recorded histories', () => {
  const files = existsSync(FOLDER) ? readdirSync(FOLDER).filter((file) => file.endsWith('.json')) : [];

  test('there is at least one for each path through the states', () => {
    const recorded = files.map((file) => file.replace(/-\d+\.json$/, ''));
    expect(Object.keys(PATHS).filter((name) => !recorded.includes(name))).toEqual([]);
  });

  test('hold no address of a machine and no text', () => {
    for (const file of files) {
      const text = readFileSync(path.join(FOLDER, file), 'utf8');
      expect(text.length).toBeLessThan(200_000);
      expect(/"\d+@[\w.-]+/.exec(text)).toBeNull();
    }
  });

  test('a history that this workflow would not make is noticed', async () => {
    const [file = ''] = files;
    const changed = readFileSync(path.join(FOLDER, file), 'utf8').replaceAll(
      'deliverMessage',
      'deliverTwice',
    );
    const history = parseHistory(changed);
    await expect(replay([{ workflowId: file, history }])).rejects.toThrow(/does not replay/);
  });

  test.each(files.length > 0 ? files : ['none'])('%s replays', async (file) => {
    const history = parseHistory(readFileSync(path.join(FOLDER, file), 'utf8'));
    await replay([{ workflowId: file, history }]);
  });
});

/** Of the greetings' own workflows: one for each follow and scan that is greeted. */
async function greetingHistoriesOf(desk: Desk, transcript: readonly TranscriptMessage[]) {
  const greeted = transcript.filter(({ type }) => type === 'subscribe' || type === 'scan');
  return Promise.all(greeted.map(({ id }) => historyAtRest(desk, greetingWorkflowId(id))));
}

/** Of the workflows that fetched the contact's files. */
async function fetchHistoriesOf(desk: Desk, transcript: readonly TranscriptMessage[]) {
  const files = transcript.flatMap(({ attachment }) =>
    attachment?.origin === 'wechat' ? [attachment.id] : [],
  );
  return Promise.all(files.map((id) => historyAtRest(desk, fetchMediaWorkflowId(id))));
}
