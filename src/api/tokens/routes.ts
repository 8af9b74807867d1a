import { Router } from 'express';
import { createTokenSchema, type TokenBody } from '../../contracts/people/token';
import type { ApiToken, ApiTokenStore } from '../../store/people/api-tokens';
import type { OperatorStore } from '../../store/people/operators';
import { auditActorOf } from '../middleware/actor';
import { requireAdministrator, viewerOf } from '../middleware/viewer';
import { ApiError, invalidField } from '../problems';
import { parseBody, parsePage, pathParam } from '../request';

type Deps = { readonly apiTokens: ApiTokenStore; readonly operators: OperatorStore };

/** `GET/POST /tokens`, `DELETE /tokens/:id`. */
export function createTokenRouter({ apiTokens, operators }: Deps): Router {
  const router = Router();
  router.get('/tokens', async (request, response) => {
    const { operatorId, role } = viewerOf(request);
    const whose = role === 'administrator' ? null : operatorId;
    const { items, nextCursor } = await apiTokens.list(whose, parsePage(request));
    response.json({ items: items.map(presentToken), nextCursor });
  });
  router.post('/tokens', requireAdministrator, async (request, response) => {
    const { name, scope, expiresAt, operatorId } = parseBody(createTokenSchema, request);
    if (operatorId !== undefined && (await operators.find(operatorId)) === undefined) {
      throw invalidField('operatorId', 'is no operator');
    }
    const fields = {
      operatorId: operatorId ?? viewerOf(request).operatorId,
      name,
      scope,
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
    };
    const { token, secret } = await apiTokens.create(fields, auditActorOf(request));
    response.status(201).json({ ...presentToken(token), secret });
  });
  router.delete('/tokens/:id', requireAdministrator, async (request, response) => {
    const isRemoved = await apiTokens.remove(pathParam(request, 'id'), auditActorOf(request));
    if (!isRemoved) throw new ApiError('not_found');
    response.status(204).end();
  });
  return router;
}

function presentToken({
  id,
  operatorId,
  name,
  scope,
  expiresAt,
  lastUsedAt,
  createdAt,
}: ApiToken): TokenBody {
  return {
    id,
    operatorId,
    name,
    scope,
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}
