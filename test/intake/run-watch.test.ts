import { createRunWatch, type RunWatch } from '../../src/intake/run-watch';
import { eventually } from '../support/eventually';

describe('the watch for lost runs', () => {
  let watch: RunWatch | undefined;
  afterEach(async () => {
    await watch?.close();
    jest.useRealTimers();
  });

  const ids = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `contact-${String(index).padStart(4, '0')}`);

  const start = (options: {
    readonly open: readonly string[];
    readonly lost: Set<string>;
    readonly refuses?: Set<string>;
    /** Runs that should have ended. */
    readonly tooMany?: number;
  }) => {
    const restarted: string[] = [];
    const tried: string[] = [];
    const asked: string[] = [];
    const made = createRunWatch({
      openContacts: async (after, limit) => options.open.filter((id) => id > after).slice(0, limit),
      countOpen: async () => options.open.length,
      lookup: {
        async findUnhosted(contactIds) {
          expect(contactIds.length).toBeLessThanOrEqual(100);
          asked.push(...contactIds);
          return contactIds.filter((id) => options.lost.has(id));
        },
        countRunning: async () => options.open.length - options.lost.size + (options.tooMany ?? 0),
      },
      conversations: {
        async restart(contactId) {
          tried.push(contactId);
          if (options.refuses?.has(contactId)) throw new Error('Temporal is down');
          restarted.push(contactId);
          options.lost.delete(contactId);
          return true;
        },
      },
      logger: { warn: () => undefined },
      everyMs: 300_000,
    });
    watch = made;
    return { watch: made, restarted, tried, asked };
  };

  it('restarts every conversation whose run is lost, and no other', async () => {
    const open = ids(350);
    const lost = new Set(open.filter((_, index) => index % 7 === 0));
    const wanted = [...lost];
    const { watch, restarted } = start({ open, lost });
    watch.wake();
    await watch.idle();
    expect(restarted.toSorted()).toEqual(wanted);
    expect(watch.withoutRun()).toBe(0);
  });

  it('counts those that could not be restarted', async () => {
    const open = ids(5);
    const { watch, restarted } = start({
      open,
      lost: new Set(open),
      refuses: new Set(open.slice(0, 2)),
    });
    watch.wake();
    await watch.idle();
    expect(restarted).toEqual(open.slice(2));
    expect(watch.withoutRun()).toBe(2);
  });

  it('retries one that cannot be restarted, alone and after growing pauses', async () => {
    jest.useFakeTimers();
    const open = ids(250);
    const [bad = ''] = open;
    const { watch, tried, asked } = start({ open, lost: new Set([bad]), refuses: new Set([bad]) });
    watch.wake();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(asked).toHaveLength(250);
    // After 10 s, and then after twice as long each time.
    await jest.advanceTimersByTimeAsync(10_000 + 20_000 + 40_000 + 80_000);
    expect(asked).toHaveLength(254);
    expect(tried).toEqual(Array(5).fill(bad));
    expect(watch.withoutRun()).toBe(1);
  });

  it('retries one until it can be restarted', async () => {
    jest.useFakeTimers();
    const [bad = '', other = ''] = ids(2);
    const lost = new Set([bad, other]);
    const refuses = new Set([bad, other]);
    const { watch, restarted } = start({ open: [bad, other], lost, refuses });
    watch.wake();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(watch.withoutRun()).toBe(2);
    refuses.clear();
    // Someone wrote to the other one, which restarted it.
    lost.delete(other);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(restarted).toEqual([bad]);
    expect(watch.withoutRun()).toBe(0);
  });

  it('asks for each one only when woken, or when runs are missing', async () => {
    jest.useFakeTimers();
    const open = ids(3);
    const lost = new Set<string>();
    const { watch, asked, restarted } = start({ open, lost });
    watch.wake();
    await jest.advanceTimersByTimeAsync(45 * 60_000);
    expect(asked).toEqual(open);
    lost.add('contact-0001');
    await jest.advanceTimersByTimeAsync(300_000);
    expect(restarted).toEqual(['contact-0001']);
    expect(asked).toEqual([...open, ...open]);
    watch.wake();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(asked).toHaveLength(9);
  });

  it('asks for each one once an hour: a run too many may hide one that is lost', async () => {
    jest.useFakeTimers();
    const lost = new Set<string>();
    const { watch, restarted } = start({ open: ids(3), lost, tooMany: 1 });
    watch.wake();
    await jest.advanceTimersByTimeAsync(1_000);
    lost.add('contact-0001');
    await jest.advanceTimersByTimeAsync(54 * 60_000);
    expect(restarted).toEqual([]);
    await jest.advanceTimersByTimeAsync(11 * 60_000);
    expect(restarted).toEqual(['contact-0001']);
  });

  it('runs once more if it is woken while it runs', async () => {
    const open = ids(3);
    const lost = new Set<string>();
    const { watch, restarted } = start({ open, lost });
    watch.wake();
    lost.add('contact-0000');
    watch.wake();
    await eventually(() => restarted.length === 1, 'restarted');
    await watch.idle();
  });
});
