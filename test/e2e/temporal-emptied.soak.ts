/**
 * Temporal loses everything under 1,000 open conversations: within a minute each of them continues as the store has it,
 * and one that someone writes or replies in continues at once.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ConversationBody } from '../../src/contracts/conversations/conversation';
import { type BareTemporal, startBareTemporal } from '../support/bare-temporal';
import { eventually } from '../support/eventually';
import { findLastingPort } from '../support/lasting-port';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';

jest.setTimeout(600_000);

const CONVERSATIONS = 1_000;
const WITHIN_MS = 60_000;
const AT_ONCE = 20;
/** Of each 20 conversations one has so many replies as WeChat allows, and one more that is held. */
const LIMIT = 5;

type Facts = Pick<ConversationBody, 'id' | 'state' | 'operator' | 'consecutive' | 'window' | 'deadlines'>;

let temporal: BareTemporal;
let desk: ProcessDesk;
let before: ReadonlyMap<string, Facts>;
let held: ReadonlyMap<string, string>;
let emptiedAt: number;

const openIdOf = (number: number): string => `oContact${number}`;

async function inParallel(count: number, work: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const run = async (): Promise<void> => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
}

const factsOf = ({ id, state, operator, consecutive, window, deadlines }: ConversationBody): Facts => ({
  id,
  state,
  operator,
  consecutive,
  window,
  deadlines,
});

/** All conversations, by their ids. */
async function readAll(): Promise<ReadonlyMap<string, Facts>> {
  const all = new Map<string, Facts>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    type Page = { readonly items: readonly ConversationBody[]; readonly nextCursor: string | null };
    const { body }: { body: Page } = await desk.call<Page>('GET', `/conversations?limit=100${from}`);
    for (const one of body.items) all.set(one.id, factsOf(one));
    cursor = body.nextCursor;
  }
  return all;
}

/** The statuses of the conversation's outbound messages. */
async function statusesOf(conversationId: string): Promise<readonly string[]> {
  type Page = { readonly items: readonly { readonly direction: string; readonly status: string }[] };
  const { body } = await desk.call<Page>('GET', `/conversations/${conversationId}/messages`);
  return body.items.flatMap(({ direction, status }) => (direction === 'outbound' ? [status] : []));
}

/** Repeats a request while nothing can be accepted; how long it took, in ms since `emptiedAt`. */
async function repliedAfter(conversationId: string): Promise<number> {
  await eventually(
    async () => {
      const text = 'in the middle';
      const path = `/conversations/${conversationId}/messages`;
      return (await desk.call('POST', path, { type: 'text', text })).status === 201;
    },
    'the reply is accepted',
    WITHIN_MS,
  );
  return Date.now() - emptiedAt;
}

describe('Temporal is emptied under 1,000 open conversations', () => {
  beforeAll(async () => {
    const port = await findLastingPort();
    temporal = await startBareTemporal(port);
    desk = await createProcessDesk({ temporalAddress: temporal.address });
    await desk.start();
    const { channelId } = await desk.connect();
    // None of them becomes missed while the test runs.
    await desk.call('PATCH', `/channels/${channelId}`, { settings: { ringTimeSeconds: 3_600 } });
    await inParallel(CONVERSATIONS, async (number) => void (await desk.writes(openIdOf(number), 'hello')));
    await eventually(async () => (await readAll()).size === CONVERSATIONS, 'all are open', 120_000);
    const withHeld = new Map<string, string>();
    await inParallel(CONVERSATIONS / 20, async (index) => {
      const { id } = await desk.conversation(openIdOf(index * 20));
      const path = `/conversations/${id}/messages`;
      for (let reply = 1; reply <= LIMIT; reply += 1) {
        const sent = await desk.call('POST', path, { type: 'text', text: `reply ${reply}` });
        expect(sent.status).toBe(201);
      }
      const more = await desk.call<{ id: string; status: string }>('POST', path, {
        type: 'text',
        text: 'when they write',
        whenBlocked: 'hold',
      });
      expect(more.body.status).toBe('held');
      withHeld.set(id, openIdOf(index * 20));
    });
    held = withHeld;
    before = await readAll();
    await temporal.stop();
    temporal = await startBareTemporal(port);
    emptiedAt = Date.now();
  });
  afterAll(async () => {
    await desk?.close();
    await temporal?.stop();
  });

  test('one that an operator replies in continues at once', async () => {
    const [untouched = ''] = [...before.keys()].filter((id) => !held.has(id));
    const ms = await repliedAfter(untouched);
    console.log(`a reply was sent ${ms} ms after Temporal answered again`);
    expect(ms).toBeLessThan(15_000);
    const kept = new Map(before);
    kept.delete(untouched);
    before = kept;
  });

  test('each has a run again within a minute, though no one touches it', async () => {
    const running = async (): Promise<number> =>
      (await desk.temporal.workflow.count(`WorkflowType = 'conversation' AND ExecutionStatus = 'Running'`))
        .count;
    await eventually(
      async () => (await running().catch(() => 0)) === CONVERSATIONS,
      'every conversation has a run',
      WITHIN_MS * 3,
    );
    const ms = Date.now() - emptiedAt;
    console.log(`${CONVERSATIONS} conversations had a run again after ${ms} ms`);
    expect(ms).toBeLessThan(WITHIN_MS);
  });

  test('with its state, operator, counter, window, deadlines and held messages', async () => {
    const after = await readAll();
    const changed = [...before.values()].filter((facts) => !isDeepStrictEqual(after.get(facts.id), facts));
    expect(changed.map((facts) => [facts, after.get(facts.id)]).slice(0, 3)).toEqual([]);
    for (const id of held.keys()) {
      expect(await statusesOf(id)).toEqual([...Array.from({ length: LIMIT }, () => 'sent'), 'held']);
    }
  });

  test('and what was held is sent when the contact writes', async () => {
    for (const openId of [...held.values()].slice(0, 5)) {
      await desk.writes(openId, 'here I am');
      await desk.settles(openId, 'when they write', ['sent']);
    }
    expect(await desk.violations({ withinMs: 120_000 })).toEqual([]);
  });
});
