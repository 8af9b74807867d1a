import { isEasilyGuessed } from '../../contracts/people/easily-guessed';
import { invalidField } from '../problems';

/** `invalid_request` where a new password is one of the first that are guessed for this account. `field`: its path in the body. */
export async function refuseEasilyGuessed(
  field: string,
  password: string,
  { email = '', name = '' }: { readonly email?: string | undefined; readonly name?: string | undefined },
): Promise<void> {
  if (await isEasilyGuessed(password, [email, name]))
    throw invalidField(field, 'is easily guessed', 'password_guessed');
}
