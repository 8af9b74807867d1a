/**
 * A separate Temporal server is stopped and started empty while the desk runs: without namespace, search attributes
 * and conversations. Only Temporal is restarted.
 */
import type { ConversationBody } from '../../src/contracts/conversations/conversation';
import { type BareTemporal, startBareTemporal } from '../support/bare-temporal';
import { eventually } from '../support/eventually';
import { findLastingPort } from '../support/lasting-port';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';

const PATIENCE_MS = 90_000;

describe('Temporal is reset while the desk runs', () => {
  let temporal: BareTemporal;
  let desk: ProcessDesk;
  let before: readonly ConversationBody[];
  const people = ['oActive', 'oWaiting', 'oQuiet'];

  beforeAll(async () => {
    const port = await findLastingPort();
    temporal = await startBareTemporal(port);
    desk = await createProcessDesk({ temporalAddress: temporal.address });
    await desk.start();
    await desk.connect();
    for (const openId of people) await desk.writes(openId, `${openId} before`);
    await desk.conversation('oActive');
    expect(await desk.replies('oActive', 'one')).toMatchObject({ status: 201, body: { status: 'sent' } });
    before = await Promise.all(people.map((openId) => desk.conversation(openId)));
    await temporal.stop();
    // Meanwhile WeChat keeps delivering.
    await desk.writes('oWaiting', 'while it is down');
    await desk.writes('oNew', 'somebody new');
    temporal = await startBareTemporal(port);
  }, 180_000);
  afterAll(async () => {
    await desk?.close();
    await temporal?.stop();
  });

  const ready = async () => {
    const response = await fetch(`${desk.url}/readyz`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  test('a reply in a conversation that only the store knows is sent', async () => {
    const answer = await eventually(
      async () => {
        const one = await desk.replies('oActive', 'two', { conversationId: before[0]?.id ?? '' });
        return one?.status === 503 ? null : one;
      },
      'the reply is answered',
      PATIENCE_MS,
    );
    expect(answer).toMatchObject({ status: 201, body: { status: 'sent' } });
  }, 120_000);

  test('what was written meanwhile, and what is written now, is filed', async () => {
    await desk.writes('oActive', 'and now');
    const filed = async (openId: string): Promise<string[]> =>
      (await desk.timeline(openId)).map((row) => row.text ?? row.type);
    await eventually(async () => (await filed('oNew')).includes('somebody new'), 'new', PATIENCE_MS);
    await eventually(async () => (await filed('oWaiting')).includes('while it is down'), 'away', PATIENCE_MS);
    await eventually(async () => (await filed('oActive')).includes('and now'), 'now', PATIENCE_MS);
    expect(await filed('oActive')).toEqual(['oActive before', 'one', 'resumed', 'two', 'and now']);
  }, 200_000);

  test('every conversation continues, even without new messages, and no contact has two', async () => {
    for (const [index, openId] of people.entries()) {
      const restarted = await eventually(
        async () => (await desk.timeline(openId)).some((row) => row.type === 'resumed'),
        `${openId} continues`,
        PATIENCE_MS,
      );
      expect(restarted).toBe(true);
      const all = await desk.conversations(openId);
      expect(all.map(({ id }) => id)).toEqual([before[index]?.id]);
      expect(all[0]?.startedAt).toBe(before[index]?.startedAt);
    }
  }, 200_000);

  test('readiness and metrics say that all is well again', async () => {
    const { status, body } = await eventually(
      async () => {
        const one = await ready();
        return one.body['status'] === 'ready' && one;
      },
      'ready',
      PATIENCE_MS,
    );
    expect(status).toBe(200);
    const checks = ['database', 'temporal', 'namespace', 'journal', 'media'];
    const warnings = ['inbox', 'news', 'workflows', 'backlog', 'conversations', 'worker'];
    expect(body['checks']).toEqual([...checks, ...warnings].map((name) => ({ name, ok: true })));
    const figures = await (await fetch(`${desk.url}/metrics`)).text();
    expect(figures).toMatch(/^duihua_temporal_ready 1$/m);
    expect(figures).toMatch(/^duihua_open_conversations_without_run 0$/m);
    expect(figures).toMatch(/^duihua_inbox_unfiled 0$/m);
    expect(figures).toMatch(/^duihua_inbox_oldest_unfiled_seconds 0$/m);
  }, 120_000);

  test('while it is down, readiness names it, and the metrics show what waits', async () => {
    await temporal.stop();
    await desk.writes('oQuiet', 'in vain');
    expect(await ready()).toMatchObject({
      status: 503,
      body: { code: 'unavailable', detail: expect.stringMatching(/^Out of reach: temporal/) },
    });
    const read = async (): Promise<string> => (await fetch(`${desk.url}/metrics`)).text();
    await eventually(async () => /^duihua_temporal_ready 0$/m.test(await read()), 'the figure', 20_000);
    const figures = await read();
    expect(figures).toMatch(/^duihua_inbox_unfiled 1$/m);
    expect(figures).toMatch(/^duihua_inbox_oldest_unfiled_seconds [1-9]/m);
  }, 60_000);
});
