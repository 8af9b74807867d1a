import { createRunWatch, type RunWatch } from '../../src/dispatch/run-watch';
import { eventually } from '../support/eventually';

describe('the watch over runs', () => {
  let watch: RunWatch | undefined;
  afterEach(() => watch?.close());

  const ids = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `contact-${String(index).padStart(4, '0')}`);

  const start = (options: {
    readonly open: readonly string[];
    readonly lost: Set<string>;
    readonly refuses?: Set<string>;
  }) => {
    const raised: string[] = [];
    const made = createRunWatch({
      openContacts: async (after, limit) => options.open.filter((id) => id > after).slice(0, limit),
      async findUnhosted(contactIds) {
        expect(contactIds.length).toBeLessThanOrEqual(100);
        return contactIds.filter((id) => options.lost.has(id));
      },
      conversations: {
        async raise(contactId) {
          if (options.refuses?.has(contactId)) throw new Error('Temporal is away');
          raised.push(contactId);
          options.lost.delete(contactId);
          return true;
        },
      },
      logger: { warn: () => undefined },
      everyMs: 60_000,
    });
    watch = made;
    return { watch: made, raised };
  };

  it('raises every conversation whose run is gone, and no other', async () => {
    const open = ids(350);
    const lost = new Set(open.filter((_, index) => index % 7 === 0));
    const wanted = [...lost];
    const { watch, raised } = start({ open, lost });
    watch.poke();
    await watch.idle();
    expect(raised.toSorted()).toEqual(wanted);
    expect(watch.withoutRun()).toBe(0);
  });

  it('tells how many could not be raised', async () => {
    const open = ids(5);
    const { watch, raised } = start({
      open,
      lost: new Set(open),
      refuses: new Set(open.slice(0, 2)),
    });
    watch.poke();
    await watch.idle();
    expect(raised).toEqual(open.slice(2));
    expect(watch.withoutRun()).toBe(2);
  });

  it('looks once more where it is asked to while it looks', async () => {
    const open = ids(3);
    const lost = new Set<string>();
    const { watch, raised } = start({ open, lost });
    watch.poke();
    lost.add('contact-0000');
    watch.poke();
    await eventually(() => raised.length === 1, 'raised');
    await watch.idle();
  });
});
