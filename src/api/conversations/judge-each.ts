import { PROBLEMS, type ProblemCode } from '../../contracts/problem';
import { ApiError, toKnownError } from '../problems';

type Judged = { readonly id: string; readonly status: number; readonly code?: ProblemCode };

/** Wishes wait for Temporal; more at once would only wait in this process's queue. */
const AT_ONCE = 4;
/**
 * After this time no further one is begun, so that the client has its answer before a proxy gives up; nor after one has met
 * an engine that is away: each of the others would wait in vain for as long as that one did.
 */
const NEW_ONES_FOR_MS = 30_000;

/**
 * Calls `act` for each id, and returns the outcomes in the order of the ids: 200, or the status and code of the error that
 * it threw. Those that are not begun are `unavailable`. `clock` is the wall clock, epoch ms.
 */
export async function judgeEach(
  ids: readonly string[],
  act: (id: string) => Promise<unknown>,
  clock: () => number,
): Promise<readonly Judged[]> {
  const until = clock() + NEW_ONES_FOR_MS;
  let isAway = false;
  const judge = async (id: string): Promise<Judged> => {
    try {
      if (isAway || clock() >= until) throw new ApiError('unavailable');
      await act(id);
      return { id, status: 200 };
    } catch (error) {
      const known = toKnownError(error);
      if (known === undefined) throw error;
      const { code } = known;
      if (code === 'unavailable') isAway = true;
      return { id, status: PROBLEMS[code].status, code };
    }
  };
  const results: Judged[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    results.push(...(await Promise.all(ids.slice(from, from + AT_ONCE).map(judge))));
  }
  return results;
}
