import { type NewTokenBody, type TokenBody, tokenRoutes } from '../../contracts/people/token';
import type { ApiToken, ApiTokenStore } from '../../store/people/api-tokens';
import type { OperatorStore } from '../../store/people/operators';
import { maySee, seesAll } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import type { Viewer } from '../middleware/viewer';
import { toIso, toIsoOrNull } from '../present/times';
import { ApiError, invalidField } from '../problems';
import { pageOf } from '../request';
import { implement, type Route } from '../route';

type Deps = {
  readonly apiTokens: ApiTokenStore;
  readonly operators: Pick<OperatorStore, 'find'>;
  /** The wall clock, epoch ms: tokens are no conversation's. */
  readonly now?: () => number;
};

type Wanted = Pick<NewTokenBody, 'scopes' | 'brandIds'> & { readonly operatorId: string };

const DAY_MS = 86_400_000;

/** API tokens. */
export function createTokenRoutes({ apiTokens, operators, now = Date.now }: Deps): readonly Route[] {
  /** Throws `invalid_request` unless a token of the operator may be limited so. */
  const requireGrantable = async (viewer: Viewer, { operatorId, scopes = [], brandIds }: Wanted) => {
    const operator = await operators.find(operatorId);
    if (operator === null) throw invalidField('operatorId', 'is not an operator');
    if (scopes.includes('admin') && operator.role !== 'administrator') {
      throw invalidField('scopes', 'admin is only for tokens of administrators', 'not_administrator');
    }
    if (brandIds?.every((id) => viewer.brandIds.includes(id) && maySee(operator, id)) === false) {
      throw invalidField('brandIds', 'contains a brand that its operator does not see', 'foreign_brand');
    }
  };

  return implement(tokenRoutes)({
    async listTokens({ viewer, query }) {
      const reader = {
        operatorId: seesAll(viewer) ? null : viewer.operatorId,
        withinBrandIds: viewer.isLimited === true ? viewer.brandIds : null,
      };
      const { items, nextCursor } = await apiTokens.list(reader, pageOf(query));
      return { items: items.map(presentToken), nextCursor };
    },
    async createToken({ body, viewer, request }) {
      const { name, scope, scopes = scope === 'read' ? ['read' as const] : undefined, brandIds } = body;
      const operatorId = body.operatorId ?? viewer.operatorId;
      await requireGrantable(viewer, { operatorId, scopes, brandIds });
      const fields = { operatorId, name, scopes: scopes ?? null, brandIds: brandIds ?? null };
      const by = auditActorOf(request);
      const { token, secret } = await apiTokens.create({ ...fields, expiresAt: endOf(body, now()) }, by);
      return { ...presentToken(token), secret };
    },
    async revokeToken({ params, request }) {
      const isRemoved = await apiTokens.remove(params.id, auditActorOf(request));
      if (!isRemoved) throw new ApiError('not_found');
    },
  });
}

/** Epoch ms; null: never. */
function endOf({ expiresAt, expiresInDays }: NewTokenBody, now: number): number | null {
  if (expiresInDays !== undefined) return now + expiresInDays * DAY_MS;
  return typeof expiresAt === 'string' ? Date.parse(expiresAt) : null;
}

function presentToken({ scopes, brandIds, expiresAt, lastUsedAt, createdAt, ...rest }: ApiToken): TokenBody {
  return {
    ...rest,
    scopes: [...scopes],
    brandIds: brandIds && [...brandIds],
    expiresAt: toIsoOrNull(expiresAt),
    lastUsedAt: toIsoOrNull(lastUsedAt),
    createdAt: toIso(createdAt),
  };
}
