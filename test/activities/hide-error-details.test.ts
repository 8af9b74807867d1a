import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { hideErrorDetails } from '../../src/activities/hide-error-details';

const CANARY = '暗号canary';
const failing = (error: unknown) => hideErrorDetails(async () => Promise.reject(error))();

describe('what an activity leaves in the history when it fails', () => {
  it('is the type and the code of an error, without the values it failed on', async () => {
    const cause = Object.assign(new Error(`invalid input: "${CANARY}"`), { code: '22P02', detail: CANARY });
    const error = new DrizzleQueryError('insert into messages values ($1)', [CANARY], cause);
    const failure = await failing(error).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ nonRetryable: false });
    expect(String(failure)).toContain('22P02');
    expect(JSON.stringify([failure, String(failure), (failure as Error).cause])).not.toContain('canary');
  });

  it('is unchanged if we wrote the message', async () => {
    const worded = ApplicationFailure.nonRetryable('The event is not filed yet.', 'NotFiledYet');
    await expect(failing(worded)).rejects.toBe(worded);
    const cancelled = new CancelledFailure('cancelled');
    await expect(failing(cancelled)).rejects.toBe(cancelled);
  });

  it('is nothing if it succeeds', async () => {
    await expect(hideErrorDetails(async (one: number, two: number) => one + two)(1, 2)).resolves.toBe(3);
  });
});
