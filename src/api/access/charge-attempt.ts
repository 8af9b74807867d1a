import { PasswordQueueFull } from '../../platform/secrets/passwords';
import type { ChargedAttempt, SignInGuard } from '../../store/people/sign-in-guard';
import { ApiError } from '../problems';

/** Counts a password attempt; throws `too_many_requests` if it comes too early. */
export async function chargeAttempt(
  guard: Pick<SignInGuard, 'charge'>,
  account: string,
  address: string,
): Promise<ChargedAttempt> {
  const charged = await guard.charge({ account, address });
  if (!('waitMs' in charged)) return charged;
  throw new ApiError('too_many_requests', {}, { retryAfterSeconds: charged.waitMs / 1000 });
}

/**
 * Checks or hashes a password for a charged attempt. If that cannot be done because too many wait, the attempt does not count
 * for someone who has signed in from there recently; for others it does, or a flood of attempts would cost more work than before.
 *
 * @throws PasswordQueueFull
 */
export async function checkCharged<Result>(
  guard: Pick<SignInGuard, 'withdraw'>,
  attempt: ChargedAttempt,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PasswordQueueFull && attempt.isTrusted) await guard.withdraw(attempt);
    throw error;
  }
}
