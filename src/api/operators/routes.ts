import { Router } from 'express';
import { changeOperatorSchema, createOperatorSchema } from '../../contracts/people/operator';
import type { Passwords } from '../../platform/secrets/passwords';
import type { Operator } from '../../store/people/operator-rows';
import type { OperatorRefusal, OperatorResult, OperatorStore } from '../../store/people/operators';
import { refuseEasilyGuessed } from '../access/refuse-easily-guessed';
import { auditActorOf } from '../middleware/actor';
import { requireAdministrator } from '../middleware/viewer';
import { ApiError, invalidField } from '../problems';
import { parseBody, parsePage, pathParam } from '../request';
import { newInvitation } from './invitations';
import { presentOperator } from './present';

type Deps = { readonly operators: OperatorStore; readonly passwords: Passwords; readonly publicUrl: string };

/** `GET/POST /operators`, `PATCH /operators/:id`, `POST /operators/:id/invitation`: for administrators. */
export function createOperatorRouter({ operators, passwords, publicUrl }: Deps): Router {
  const router = Router();
  router.get('/operators', requireAdministrator, async (request, response) => {
    const { items, nextCursor } = await operators.list(parsePage(request));
    response.json({ items: items.map(presentOperator), nextCursor });
  });

  router.post('/operators', requireAdministrator, async (request, response) => {
    const { password, ...fields } = parseBody(createOperatorSchema, request);
    const by = auditActorOf(request);
    if (password === undefined) {
      const { invitation, url: invitationUrl } = newInvitation(publicUrl);
      const operator = accepted(await operators.create({ ...fields, passwordHash: null, invitation }, by));
      response.status(201).json({ ...presentOperator(operator), invitationUrl });
      return;
    }
    await refuseEasilyGuessed('password', password, fields);
    const passwordHash = await passwords.hash(password);
    const operator = accepted(await operators.create({ ...fields, passwordHash }, by));
    response.status(201).json(presentOperator(operator));
  });

  router.patch('/operators/:id', requireAdministrator, async (request, response) => {
    const id = pathParam(request, 'id');
    const { password, ...fields } = parseBody(changeOperatorSchema, request);
    const before = await operators.find(id);
    if (before === undefined) throw new ApiError('not_found');
    if (password !== undefined) await refuseEasilyGuessed('password', password, { ...before, ...fields });
    const passwordHash = password === undefined ? undefined : await passwords.hash(password);
    const result = await operators.update(id, { ...fields, passwordHash }, auditActorOf(request));
    response.json(presentOperator(accepted(result)));
  });

  router.post('/operators/:id/invitation', requireAdministrator, async (request, response) => {
    const { invitation, url: invitationUrl } = newInvitation(publicUrl);
    accepted(await operators.invite(pathParam(request, 'id'), invitation, auditActorOf(request)));
    response.status(201).json({ invitationUrl, expiresAt: invitation.expiresAt.toISOString() });
  });
  return router;
}

/** `reason` tells programs, and readers of other languages, what `detail` says. */
const conflict = (reason: OperatorRefusal, detail: string): ApiError =>
  new ApiError('conflict', { reason }, { detail });

const REFUSALS: Readonly<Record<OperatorRefusal, () => ApiError>> = {
  no_such_operator: () => new ApiError('not_found'),
  no_such_brand: () => invalidField('brandIds', 'one of them is no brand'),
  email_taken: () => conflict('email_taken', 'Another operator has this e-mail address.'),
  last_administrator: () =>
    conflict(
      'last_administrator',
      'The last enabled administrator cannot be disabled or become an operator. Make another one first.',
    ),
  has_password: () =>
    conflict('has_password', 'This operator has set a password already. Change it, or let them sign in.'),
};

function accepted(result: OperatorResult): Operator {
  if ('operator' in result) return result.operator;
  throw REFUSALS[result.refusal]();
}
