import type { KillPoint } from '../../src/platform/kill-points';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';

// A busy machine takes many times as long as an idle one; what has to be quick is measured in the test.
jest.setTimeout(180_000);

/** WeChat's three deliveries are over in 10 s; a restart on a busy machine may take as long. */
const PATIENT = { redeliveryDelayMs: 1_000, deliveryAttempts: 60 };
const KILLED = { code: null, signal: 'SIGKILL' };
const dyingAt = (point: KillPoint) => ({ NODE_ENV: 'test', DUIHUA_KILL_AT: point });
/** A dead worker is noticed when the send activity times out (7 s); a retry waits a little longer. */
const SETTLED_WITHIN_MS = 90_000;

describe('kill -9 during a send', () => {
  let desk: ProcessDesk;
  /** The last one first: a message that is retried must not hit the kill point of the next one. */
  const points = ['after-attempt', 'after-answer', 'after-outcome', 'before-attempt'] as const;

  beforeAll(async () => {
    desk = await createProcessDesk();
    const first = await desk.start();
    await desk.connect();
    for (const point of points) await desk.writes(`o-${point}`, `question at ${point}`);
    await first.end('SIGTERM');
    for (const point of points) {
      const dying = await desk.start(dyingAt(point));
      const [answer, ended] = await Promise.all([desk.replies(`o-${point}`, point), dying.ended]);
      expect(ended).toEqual(KILLED);
      // The committed outcome is announced to the API, which may have answered before the process dies.
      if (point === 'after-outcome' && answer !== undefined)
        expect(answer.body).toMatchObject({ status: 'sent' });
      else expect(answer).toBeUndefined();
    }
    await desk.start();
  }, 180_000);
  afterAll(() => desk.close());

  test('before the attempt is committed: the message is sent once after the restart', async () => {
    await desk.settles('o-before-attempt', 'before-attempt', ['sent'], SETTLED_WITHIN_MS);
    expect(sent(desk, 'before-attempt')).toBe(1);
  });

  test('after the attempt is committed: the message is unknown, and WeChat never had it', async () => {
    await desk.settles('o-after-attempt', 'after-attempt', ['unknown'], SETTLED_WITHIN_MS);
    expect(sent(desk, 'after-attempt')).toBe(0);
  });

  test('after WeChat has answered: the message is unknown, and not sent again', async () => {
    await desk.settles('o-after-answer', 'after-answer', ['unknown'], SETTLED_WITHIN_MS);
    expect(sent(desk, 'after-answer')).toBe(1);
  });

  test('after the outcome is committed: the message is sent, and not sent again', async () => {
    await desk.settles('o-after-outcome', 'after-outcome', ['sent'], SETTLED_WITHIN_MS);
    expect(sent(desk, 'after-outcome')).toBe(1);
  });

  test('the next messages of each conversation are sent, and no invariant is violated', async () => {
    for (const point of points) {
      const answer = await desk.replies(`o-${point}`, `next of ${point}`);
      expect(answer?.body).toMatchObject({ status: 'sent' });
    }
    expect(await desk.violations()).toEqual([]);
  });
});

describe('kill -9 while a webhook is answered', () => {
  let desk: ProcessDesk;
  beforeAll(async () => {
    desk = await createProcessDesk({ wechat: PATIENT });
    const first = await desk.start();
    await desk.connect();
    await desk.writes('o1', 'hello');
    await desk.conversation('o1');
    await first.end('SIGKILL');
  }, 180_000);
  afterAll(() => desk.close());

  test.each(['before-inbox-commit', 'after-inbox-commit'] as const)(
    '%s: WeChat delivers again, and the message is in once',
    async (point) => {
      const dying = await desk.start(dyingAt(point));
      const [isDelivered, restarted] = await Promise.all([
        desk.writes('o1', point),
        dying.ended.then(async (ended) => {
          expect(ended).toEqual(KILLED);
          return desk.start();
        }),
      ]);
      expect(isDelivered).toBe(true);
      expect(await desk.violations()).toEqual([]);
      await restarted.end('SIGKILL');
    },
  );

  test('after-inbox-commit, and WeChat never repeats it: what is in the store reaches its conversation', async () => {
    const dying = await desk.start(dyingAt('after-inbox-commit'));
    const { appId } = desk.simulator.accounts()[0] ?? {};
    desk.simulator.addFault({ operation: 'webhook', skip: 1, times: 1_000, effect: { type: 'cut' } });
    void desk.simulator.write({ appId, openId: 'o2' }, { type: 'text', text: 'committed, not acknowledged' });
    expect(await dying.ended).toEqual(KILLED);
    const last = await desk.start();
    expect((await desk.conversation('o2')).unread).toBe(1);
    expect((await desk.timeline('o2')).map((row) => row.text)).toEqual(['committed, not acknowledged']);
    await last.end('SIGTERM');
  });
});

describe('the embedded database', () => {
  test('is refused to a second process, with one line that names the first one', async () => {
    const desk = await createProcessDesk({ isFresh: true });
    try {
      const owner = await desk.start();
      const { ADMIN_TOKEN: _token, ...env } = desk.env;
      const second = desk.launch('start', { ...env, PORT: '0' });
      expect(await second.ended).toEqual({ code: 1, signal: null });
      const lines = second.output().trim().split('\n');
      expect(lines.at(-1)).toBe(
        `The embedded database in ${desk.dataDir} is in use by process ${owner.pid}. Stop it first, or set DATABASE_URL so that several processes can share one database.`,
      );
      expect((await desk.call('GET', '/me')).status).toBe(200);
    } finally {
      await desk.close();
    }
  });

  test('opens again after a kill in the middle of the very first start', async () => {
    const desk = await createProcessDesk({ isFresh: true });
    try {
      for (const afterMs of [400, 1_500, 2_500]) {
        const dying = desk.launch('start');
        await sleep(afterMs);
        await dying.end('SIGKILL');
      }
      await desk.start();
      expect((await desk.call('GET', '/me')).status).toBe(200);
    } finally {
      await desk.close();
    }
  });
});

function sent({ simulator }: ProcessDesk, text: string): number {
  const received = simulator.received({ openId: `o-${text}` });
  return received.filter(({ body }) => JSON.stringify(body).includes(`"${text}"`)).length;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
