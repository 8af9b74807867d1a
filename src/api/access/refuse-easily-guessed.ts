import { isEasilyGuessed } from '../../contracts/people/easily-guessed';
import { invalidField } from '../problems';

/** Throws `invalid_request` if a new password is easy to guess for this account. `field`: its path in the body. */
export async function refuseEasilyGuessed(
  field: string,
  password: string,
  { email = '', name = '' }: { readonly email?: string | undefined; readonly name?: string | undefined },
): Promise<void> {
  if (await isEasilyGuessed(password, [email, name]))
    throw invalidField(field, 'is too easy to guess', 'password_guessed');
}
