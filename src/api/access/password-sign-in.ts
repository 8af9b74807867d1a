import { timingSafeEqual } from 'node:crypto';
import { sha256 } from '../../platform/ids';
import type { Passwords } from '../../platform/secrets/passwords';
import type { Secret } from '../../platform/secrets/secret';
import type { Operator } from '../../store/people/operator-rows';
import { conflict } from '../problems';

/** Who may sign in by a password. */
export type PasswordSignIn = {
  /** `PASSWORD_SIGN_IN`. */
  readonly isOn: boolean;
  /** The administrator who may sign in with `ADMIN_PASSWORD` while passwords are off. */
  readonly emergency: { readonly operatorId: string; readonly password: Secret<string> } | null;
};

type Account = { readonly operator: Operator; readonly passwordHash: string | null };

/**
 * How the password lets somebody in; null: not at all. Takes equally long for every account. While passwords are off only
 * the administrator of `ADMIN_EMAIL` may sign in, and only with `ADMIN_PASSWORD`: the stored password does not count.
 */
export async function judgePassword(
  { isOn, emergency }: PasswordSignIn,
  passwords: Passwords,
  account: Account | null,
  password: string,
): Promise<'password' | 'emergency' | null> {
  if (isOn) {
    const fits = await passwords.verify(account?.passwordHash ?? null, password);
    return fits && account?.operator.disabledAt === null ? 'password' : null;
  }
  await passwords.verify(null, password);
  const fits = emergency !== null && isSame(password, emergency.password.reveal());
  const isTheOne =
    account?.operator.id === emergency?.operatorId && account?.operator.role === 'administrator';
  return fits && isTheOne && account.operator.disabledAt === null ? 'emergency' : null;
}

/** Throws `conflict` if passwords are off: one that is chosen now could not be used. */
export function refusePasswordsOff({ isOn }: PasswordSignIn): void {
  if (isOn) return;
  throw conflict('Passwords are switched off here; sign in by single sign-on.', 'password_sign_in_off');
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(one)), Buffer.from(sha256(other)));
}
