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
