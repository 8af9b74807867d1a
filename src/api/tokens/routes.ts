import { type TokenBody, tokenRoutes } from '../../contracts/people/token';
import type { ApiToken, ApiTokenStore } from '../../store/people/api-tokens';
import type { OperatorStore } from '../../store/people/operators';
import { auditActorOf } from '../middleware/actor';
import { toIso, toIsoOrNull } from '../present/times';
import { ApiError, invalidField } from '../problems';
import { pageOf } from '../request';
import { implement, type Route } from '../route';

type Deps = { readonly apiTokens: ApiTokenStore; readonly operators: Pick<OperatorStore, 'find'> };

/** API tokens. */
export function createTokenRoutes({ apiTokens, operators }: Deps): readonly Route[] {
  return implement(tokenRoutes)({
    async listTokens({ viewer: { operatorId, role }, query }) {
      const whose = role === 'administrator' ? null : operatorId;
      const { items, nextCursor } = await apiTokens.list(whose, pageOf(query));
      return { items: items.map(presentToken), nextCursor };
    },
    async createToken({ body: { name, scope, expiresAt, operatorId }, viewer, request }) {
      if (operatorId !== undefined && (await operators.find(operatorId)) === null) {
        throw invalidField('operatorId', 'is not an operator');
      }
      const fields = {
        operatorId: operatorId ?? viewer.operatorId,
        name,
        scope,
        expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
      };
      const { token, secret } = await apiTokens.create(fields, auditActorOf(request));
      return { ...presentToken(token), secret };
    },
    async revokeToken({ params, request }) {
      const isRemoved = await apiTokens.remove(params.id, auditActorOf(request));
      if (!isRemoved) throw new ApiError('not_found');
    },
  });
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
    expiresAt: toIsoOrNull(expiresAt),
    lastUsedAt: toIsoOrNull(lastUsedAt),
    createdAt: toIso(createdAt),
  };
}
