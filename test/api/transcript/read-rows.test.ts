import { readRows } from '../../../src/api/transcript/read-rows';
import type { TranscriptMessage } from '../../../src/store/transcript/transcript';

/** A store with `count` rows that counts its reads. */
function storeOf(count: number) {
  const rows = Array.from(
    { length: count },
    (_, index) => ({ id: `m${index + 1}`, seq: index + 1, status: 'sent' }) as TranscriptMessage,
  );
  const store = {
    rows,
    reads: 0,
    ofConversation: async (_: string, { afterSeq, limit }: { afterSeq: number; limit: number }) => {
      store.reads += 1;
      return store.rows.filter(({ seq }) => (seq ?? 0) > afterSeq).slice(0, limit);
    },
  };
  return store;
}
const may = async () => undefined;

describe('the rows of a transcript', () => {
  it.each([
    [0, 1],
    [99, 1],
    [100, 2],
    [250, 3],
  ])('are all %i, in %i reads', async (count, reads) => {
    const store = storeOf(count);
    const read: TranscriptMessage[] = [];
    for await (const row of readRows(store, 'c', may)) read.push(row);
    expect([read, store.reads]).toEqual([store.rows, reads]);
  });

  it('are read when they are needed: one page at a time', async () => {
    const store = storeOf(10_000);
    const rows = readRows(store, 'c', may);
    for (let n = 0; n < 100; n += 1) await rows.next();
    expect(store.reads).toBe(1);
    await rows.next();
    expect(store.reads).toBe(2);
    await rows.return(undefined);
  });

  it('end where the reader may no longer see them', async () => {
    const store = storeOf(10_000);
    let pages = 0;
    const rows = readRows(store, 'c', async () => {
      pages += 1;
      if (pages > 2) throw new Error('not_found');
    });
    const read: TranscriptMessage[] = [];
    await expect(
      (async () => {
        for await (const row of rows) read.push(row);
      })(),
    ).rejects.toThrow('not_found');
    expect([read.length, store.reads]).toEqual([200, 2]);
  });

  it('has a held message that leaves meanwhile once', async () => {
    const store = storeOf(150);
    const held = { ...store.rows[4], status: 'held' } as TranscriptMessage;
    store.rows[4] = held;
    const ids: string[] = [];
    for await (const { id } of readRows(store, 'c', may)) {
      ids.push(id);
      // It stands where it left: the store has given it a new place.
      if (ids.length === 50) {
        store.rows.splice(4, 1);
        store.rows.push({ ...held, seq: 151, status: 'sent' });
      }
    }
    expect(ids.filter((id) => id === held.id)).toHaveLength(1);
    expect(ids).toHaveLength(150);
  });
});
