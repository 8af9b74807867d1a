import { judgeEach } from '../../../src/api/conversations/judge-each';
import { ApiError } from '../../../src/api/problems';

const IDS = Array.from({ length: 10 }, (_, number) => `id-${number}`);

it('begins no further one after 30 s, and says that the others were not done', async () => {
  let now = 1_800_000_000_000;
  const begun: string[] = [];
  const slow = async (id: string): Promise<void> => {
    begun.push(id);
    now += 4_000;
  };
  const results = await judgeEach(IDS, slow, () => now);
  expect(begun).toEqual(IDS.slice(0, 8));
  expect(results).toEqual(
    IDS.map((id, index) => (index < 8 ? { id, status: 200 } : { id, status: 503, code: 'unavailable' })),
  );
});

it('goes on after refusals, but not after one that met an engine that is away', async () => {
  const begun: string[] = [];
  const results = await judgeEach(
    IDS,
    async (id) => {
      begun.push(id);
      throw new ApiError(id === 'id-5' ? 'unavailable' : 'not_attended');
    },
    Date.now,
  );
  expect(begun.length).toBeLessThanOrEqual(8);
  expect(results.slice(0, 4).map(({ code }) => code)).toEqual(Array(4).fill('not_attended'));
  expect(results.slice(8).map(({ code }) => code)).toEqual(['unavailable', 'unavailable']);
});

it('passes on errors that are none of the API’s', async () => {
  const failing = judgeEach(['a'], () => Promise.reject(new Error('a bug')), Date.now);
  await expect(failing).rejects.toThrow('a bug');
});
