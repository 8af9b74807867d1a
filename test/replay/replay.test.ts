/**
 * Open conversations may have been started by an earlier release, so the recorded histories of every release must
 * replay against today's bundle. If one does not, the change needs `patched()`.
 *
 * `DUIHUA_RECORD_HISTORIES=1 npx jest test/replay` records one history for each run of each path, in the folder of the
 * version in package.json; `-t <path>` records only one path.
 */
import type { TranscriptMessage } from '../../src/store/transcript/transcript';
import { conversationWorkflowId, greetingWorkflowId } from '../../src/workflows/conversation/messages';
import { fetchMediaWorkflowId } from '../../src/workflows/fetch-media/messages';
import { ratingWorkflowId } from '../../src/workflows/rating/messages';
import { AUTOMATIC_PATHS } from '../support/automatic-paths';
import { answerOfPaths, BOT_PATHS } from '../support/bot-paths';
import { type Desk, startDesk } from '../support/desk';
import { startOutgoingWebhooks } from '../support/outgoing-webhooks';
import { createRecorder, historyOf, recordedHistories } from '../support/recorded-histories';
import { RETENTION_PATHS } from '../support/retention-paths';
import { ROUTING_PATHS } from '../support/routing-paths';
import { createScenario } from '../support/scenario';
import { PATHS, UNBOUNDED_PATHS } from '../support/scenario-paths';
import { historiesOf, historyAtRest, parseHistory, replay, replayAll } from '../support/scenario-replay';
import { WEBHOOK_PATHS } from '../support/webhook-paths';

const ALL_PATHS = { ...PATHS, ...BOT_PATHS, ...AUTOMATIC_PATHS, ...ROUTING_PATHS };

if (process.env['DUIHUA_RECORD_HISTORIES'] === '1') {
  describe('recording', () => {
    const record = createRecorder();
    let bounded: Desk;
    let unbounded: Desk;
    beforeAll(async () => {
      bounded = await startDesk({ rollAfterEvents: 60, answerTurn: answerOfPaths });
      unbounded = await startDesk({ answerTurn: answerOfPaths });
    }, 60_000);
    afterAll(() => Promise.all([bounded.close(), unbounded.close()]));

    test.each(Object.entries(ALL_PATHS))('%s', async (name, run) => {
      const desk = UNBOUNDED_PATHS.has(name) ? unbounded : bounded;
      const customer = await run(createScenario(desk));
      await customer.rests();
      const runs = await historiesOf(desk, conversationWorkflowId(await customer.contactId()));
      for (const [index, { history }] of runs.entries()) record(`${name}-${index + 1}`, history);
      const greetings = await greetingHistoriesOf(desk, await customer.transcript());
      for (const [index, history] of greetings.entries()) record(`${name}-greeting-${index + 1}`, history);
      const ids = (await customer.conversations()).map(({ conversation }) => conversation.id);
      const ratings = await ratingHistoriesOf(desk, ids, await customer.transcript());
      for (const [index, history] of ratings.entries()) record(`${name}-rating-${index + 1}`, history);
      const fetches = await fetchHistoriesOf(desk, await customer.transcript());
      for (const [index, history] of fetches.entries()) record(`${name}-fetch-${index + 1}`, history);
    });

    test.each(Object.entries(WEBHOOK_PATHS))(
      '%s',
      async (name, run) => {
        // On a desk of its own: what other desks do is not told.
        const desk = await startDesk();
        const outgoing = startOutgoingWebhooks(desk, { rollAfterEvents: 60 });
        try {
          const { endpoint, late } = await run(desk, outgoing);
          await historyAtRest(desk, endpoint);
          const runs = await historiesOf(desk, endpoint);
          for (const [index, { history }] of runs.entries()) record(`${name}-${index + 1}`, history);
          const waits = await Promise.all(late.map((id) => historyAtRest(desk, id)));
          for (const [index, history] of waits.entries()) record(`${name}-late-${index + 1}`, history);
        } finally {
          await outgoing.close();
          await desk.close();
        }
      },
      60_000,
    );

    test.each(Object.entries(RETENTION_PATHS))(
      '%s',
      async (name, run) => {
        // On a desk of its own: a run removes what is old on all channels.
        const desk = await startDesk({ mayRetentionLookAhead: true });
        await desk.startWorker();
        try {
          record(`${name}-1`, await desk.client.workflow.getHandle(await run(desk)).fetchHistory());
        } finally {
          await desk.close();
        }
      },
      60_000,
    );
  });
}

describe('recorded histories', () => {
  const recorded = recordedHistories();

  test('there is at least one for each path through the states', () => {
    // Read again: a recording run has just written some.
    const names = new Set(recordedHistories().map(({ name }) => pathOf(name)));
    const paths = [ALL_PATHS, WEBHOOK_PATHS, RETENTION_PATHS].flatMap((some) => Object.keys(some));
    expect(paths.filter((name) => !names.has(name))).toEqual([]);
  });

  test('contain no machine address and no text', () => {
    for (const { name, text } of recorded) {
      const isUnbounded = UNBOUNDED_PATHS.has(pathOf(name));
      expect(text.length).toBeLessThan(isUnbounded ? 350_000 : 200_000);
      expect(/"\d+@[\w.-]+/.exec(text)).toBeNull();
    }
  });

  test('a history that this workflow would not produce is noticed', async () => {
    const delivered = recorded.find(({ text }) => text.includes('deliverMessage'));
    const history = parseHistory((delivered?.text ?? '').replaceAll('deliverMessage', 'deliverTwice'));
    await expect(replay([{ workflowId: 'changed', history }])).rejects.toThrow(/does not replay/);
  });

  describe('replay', () => {
    let outcomes: ReadonlyMap<string, Error | undefined>;
    beforeAll(async () => {
      outcomes = await replayAll(recorded.map((one) => ({ workflowId: one.title, history: historyOf(one) })));
    }, 600_000);

    test.each(recorded.map(({ title }) => title))('%s', (title) => {
      expect(outcomes.has(title)).toBe(true);
      expect(outcomes.get(title)).toBeUndefined();
    });
  });
});

/** The path whose history it is, without the number of the run. */
const pathOf = (name: string): string => name.replace(/-\d+$/, '');

/** The ids of the greeting workflows, one for each greeted follow, scan and entry. */
async function greetingHistoriesOf(desk: Desk, transcript: readonly TranscriptMessage[]) {
  const greeted = transcript.filter(({ type }) => ['subscribe', 'scan', 'enter_session'].includes(type));
  return Promise.all(greeted.map(({ id }) => historyAtRest(desk, greetingWorkflowId(id))));
}

/** The histories of the workflows that kept ratings, and of those that answered their taps. */
async function ratingHistoriesOf(
  desk: Desk,
  conversationIds: readonly string[],
  transcript: readonly TranscriptMessage[],
) {
  const taps = transcript.filter(({ type }) => type === 'msgmenu_tap');
  const ids = [...conversationIds.map(ratingWorkflowId), ...taps.map(({ id }) => greetingWorkflowId(id))];
  const histories = await Promise.all(
    ids.map(async (id) => {
      const exists = await desk.client.workflow
        .getHandle(id)
        .describe()
        .catch(() => null);
      return exists === null ? [] : [await historyAtRest(desk, id)];
    }),
  );
  return histories.flat();
}

/** The ids of the workflows that fetched the contact's files. */
async function fetchHistoriesOf(desk: Desk, transcript: readonly TranscriptMessage[]) {
  const files = transcript.flatMap(({ attachment }) =>
    attachment?.origin === 'wechat' ? [attachment.id] : [],
  );
  return Promise.all(files.map((id) => historyAtRest(desk, fetchMediaWorkflowId(id))));
}
