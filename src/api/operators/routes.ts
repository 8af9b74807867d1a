import { operatorRoutes } from '../../contracts/people/operator';
import { sha256 } from '../../platform/ids';
import type { Passwords } from '../../platform/secrets/passwords';
import type { IdentityStore } from '../../store/people/identities';
import type { Operator } from '../../store/people/operator-rows';
import type { OperatorRefusal, OperatorResult, OperatorStore } from '../../store/people/operators';
import type { TwoFactorStore } from '../../store/people/two-factors';
import { type PasswordSignIn, refusePasswordsOff } from '../access/password-sign-in';
import { refuseEasilyGuessed } from '../access/refuse-easily-guessed';
import { addressOf, auditActorOf } from '../middleware/actor';
import { toIso } from '../present/times';
import { ApiError, conflict, invalidField, orNotFound } from '../problems';
import { pageOf } from '../request';
import { implement, type Route } from '../route';
import { newInvitation } from './new-invitation';
import { presentOperator } from './present';

type Deps = {
  readonly operators: OperatorStore;
  readonly twoFactors: Pick<TwoFactorStore, 'reset'>;
  readonly identities: Pick<IdentityStore, 'unlink'>;
  readonly passwords: Passwords;
  readonly passwordSignIn: PasswordSignIn;
  readonly publicUrl: string;
};

/** Operators and their invitations. */
export function createOperatorRoutes(deps: Deps): readonly Route[] {
  const { operators, twoFactors, identities, passwords, passwordSignIn, publicUrl } = deps;
  return implement(operatorRoutes)({
    async listOperators({ query }) {
      const { items, nextCursor } = await operators.list(pageOf(query));
      return { items: items.map(presentOperator), nextCursor };
    },
    async createOperator({ body: { password, ...fields }, request }) {
      const by = auditActorOf(request);
      if (password === undefined) {
        const { invitation, url: invitationUrl } = newInvitation(publicUrl);
        const operator = accepted(await operators.create({ ...fields, passwordHash: null, invitation }, by));
        return { ...presentOperator(operator), invitationUrl };
      }
      await refuseEasilyGuessed('password', password, fields);
      const passwordHash = await passwords.hash(password);
      return presentOperator(accepted(await operators.create({ ...fields, passwordHash }, by)));
    },
    async changeOperator({ params: { id }, body: { password, ...fields }, request }) {
      const before = orNotFound(await operators.find(id));
      if (password !== undefined) await refuseEasilyGuessed('password', password, { ...before, ...fields });
      const passwordHash = password === undefined ? undefined : await passwords.hash(password);
      const result = await operators.update(id, { ...fields, passwordHash }, auditActorOf(request));
      return presentOperator(accepted(result));
    },
    async inviteOperator({ params, request }) {
      const { invitation, url: invitationUrl } = newInvitation(publicUrl);
      accepted(await operators.invite(params.id, invitation, auditActorOf(request)));
      return { invitationUrl, expiresAt: toIso(invitation.expiresAt) };
    },
    async viewInvitation({ body: { token } }) {
      const invited = await operators.findInvited(sha256(token));
      if (invited === null) throw noInvitation();
      return { name: invited.name, email: invited.email };
    },
    async acceptInvitation({ body: { token, password }, request }) {
      // Looked up first, because a hash takes 50 ms. The difference in time does not help to guess 256 random bits.
      const invited = await operators.findInvited(sha256(token));
      if (invited === null) throw noInvitation();
      refusePasswordsOff(passwordSignIn);
      await refuseEasilyGuessed('password', password, invited);
      const passwordHash = await passwords.hash(password);
      const operator = await operators.acceptInvitation(sha256(token), passwordHash, addressOf(request));
      if (operator === null) throw noInvitation();
    },
    async resetTwoFactor({ params: { id }, request }) {
      if (!(await twoFactors.reset(id, auditActorOf(request)))) throw new ApiError('not_found');
    },
    async unlinkIdentity({ params: { id }, request }) {
      if (!(await identities.unlink(id, auditActorOf(request)))) throw new ApiError('not_found');
    },
  });
}

function noInvitation(): ApiError {
  return new ApiError(
    'not_found',
    {},
    { detail: 'This invitation was already used, has expired or never existed.' },
  );
}

const REFUSALS: Readonly<Record<OperatorRefusal, () => ApiError>> = {
  no_such_operator: () => new ApiError('not_found'),
  no_such_brand: () => invalidField('brandIds', 'contains an unknown brand'),
  email_taken: () => conflict('Another operator already has this e-mail address.', 'email_taken'),
  identity_taken: () => conflict('This account at the provider is linked to another operator.'),
  last_administrator: () =>
    conflict(
      'The last enabled administrator cannot be disabled or become an operator. Add another administrator first.',
      'last_administrator',
    ),
  has_password: () =>
    conflict('This operator has already set a password. Change it, or let them sign in.', 'has_password'),
};

function accepted(result: OperatorResult): Operator {
  if ('operator' in result) return result.operator;
  throw REFUSALS[result.refusal]();
}
