import { isCommonPassword } from '../../domain/password-rules';
import { invalidField } from '../problems';

type Account = { readonly email?: string | undefined; readonly name?: string | undefined };

/** Refuses a password that holds little but the account's own words; `field` is where it stands in the request. */
export function refuseGuessable(field: string, password: string, { email = '', name = '' }: Account): void {
  if (isCommonPassword(password, [email, name])) throw invalidField(field, 'is easily guessed');
}
