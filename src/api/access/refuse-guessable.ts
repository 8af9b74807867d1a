import { isCommonPassword } from '../../domain/password-rules';
import { invalidField } from '../problems';

type Account = { readonly email?: string | undefined; readonly name?: string | undefined };

/** Throws `invalid_request` for a password that is easily guessed; `field` is its place in the request. */
export function refuseGuessable(field: string, password: string, { email = '', name = '' }: Account): void {
  if (isCommonPassword(password, [email, name])) throw invalidField(field, 'is easily guessed');
}
