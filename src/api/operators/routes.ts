import { Router } from 'express';
import {
  acceptInvitationSchema,
  changeOperatorSchema,
  createOperatorSchema,
  type OperatorBody,
} from '../../contracts/operator';
import { newSecret, sha256 } from '../../platform/ids';
import type { Passwords } from '../../platform/passwords';
import type { Operator } from '../../store/operator-rows';
import type { OperatorRefusal, OperatorResult, OperatorStore } from '../../store/operators';
import { jsonBody } from '../middleware/json-body';
import { requireAdministrator } from '../middleware/viewer';
import { ApiError, invalidField } from '../problems';
import { parseBody, parsePage, pathParam } from '../request';

const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

type Deps = { readonly operators: OperatorStore; readonly passwords: Passwords; readonly publicUrl: string };

/** `GET/POST /operators`, `PATCH /operators/:id`. */
export function createOperatorRouter({ operators, passwords, publicUrl }: Deps): Router {
  const router = Router();
  router.get('/operators', requireAdministrator, async (request, response) => {
    const { items, nextCursor } = await operators.list(parsePage(request));
    response.json({ items: items.map(presentOperator), nextCursor });
  });
  router.post('/operators', requireAdministrator, async (request, response) => {
    const { password, ...fields } = parseBody(createOperatorSchema, request);
    if (password !== undefined) {
      const passwordHash = await passwords.hash(password);
      const operator = accepted(await operators.create({ ...fields, passwordHash }));
      response.status(201).json(presentOperator(operator));
      return;
    }
    const secret = newSecret();
    const invitation = { secretHash: sha256(secret), expiresAt: new Date(Date.now() + INVITATION_MS) };
    const operator = accepted(await operators.create({ ...fields, passwordHash: null, invitation }));
    // Behind a hash: browsers don't send it, so it is in no log.
    const invitationUrl = `${publicUrl.replace(/\/$/, '')}/invitation#${secret}`;
    response.status(201).json({ ...presentOperator(operator), invitationUrl });
  });
  router.patch('/operators/:id', requireAdministrator, async (request, response) => {
    const { password, disabled, ...fields } = parseBody(changeOperatorSchema, request);
    const passwordHash = password === undefined ? undefined : await passwords.hash(password);
    const change = { ...fields, isDisabled: disabled, passwordHash };
    response.json(presentOperator(accepted(await operators.update(pathParam(request, 'id'), change))));
  });
  return router;
}

/** `POST /invitations/accept`: the part that needs nobody signed in. */
export function createInvitationRouter({ operators, passwords }: Deps): Router {
  const router = Router();
  router.post('/invitations/accept', ...jsonBody, async (request, response) => {
    const { token, password } = parseBody(acceptInvitationSchema, request);
    const operator = await operators.acceptInvitation(sha256(token), await passwords.hash(password));
    if (operator === undefined) {
      throw new ApiError('not_found', {}, { detail: 'This invitation was used, has expired, or never was.' });
    }
    response.status(204).end();
  });
  return router;
}

const REFUSALS: Readonly<Record<OperatorRefusal, () => ApiError>> = {
  no_such_operator: () => new ApiError('not_found'),
  no_such_brand: () => invalidField('brandIds', 'one of them is no brand'),
  email_taken: () => new ApiError('conflict', {}, { detail: 'Another operator has this e-mail address.' }),
  last_administrator: () =>
    new ApiError('conflict', {}, { detail: 'The last administrator cannot be disabled or lose the role.' }),
};

function accepted(result: OperatorResult): Operator {
  if ('operator' in result) return result.operator;
  throw REFUSALS[result.refusal]();
}

function presentOperator(operator: Operator): OperatorBody {
  const { id, name, email, role, brandIds, mustChangePassword, hasPassword, disabledAt, createdAt } =
    operator;
  const status = disabledAt !== null ? 'disabled' : hasPassword ? 'active' : 'invited';
  return {
    id,
    name,
    email,
    role,
    brandIds: [...brandIds],
    status,
    mustChangePassword,
    createdAt: createdAt.toISOString(),
  };
}
