import { type CannedReplyBody, cannedReplyRoutes } from '../../contracts/conversations/canned-reply';
import type { CannedReplies, CannedReply } from '../../store/people/canned-replies';
import type { Viewer } from '../middleware/viewer';
import { toIso } from '../present/times';
import { ApiError, conflict, invalidField, orNotFound } from '../problems';
import { pageOf } from '../request';
import { implement, type Route } from '../route';

type Deps = { readonly cannedReplies: CannedReplies };

/** An operator's own canned replies, and those that their brands share. Every member may change the shared ones. */
export function createCannedReplyRoutes({ cannedReplies }: Deps): readonly Route[] {
  return implement(cannedReplyRoutes)({
    async listCannedReplies({ viewer, query }) {
      const { items, nextCursor } = await cannedReplies.list(viewer, pageOf(query));
      return { items: items.map(present), nextCursor };
    },
    async createCannedReply({ viewer, body }) {
      checkBrand(viewer, body.brandId);
      return present(written(await cannedReplies.create(viewer, body)));
    },
    async changeCannedReply({ params, viewer, body }) {
      checkBrand(viewer, body.brandId ?? null);
      return present(written(await cannedReplies.change(viewer, params.id, body)));
    },
    async deleteCannedReply({ params, viewer }) {
      if (!(await cannedReplies.remove(viewer, params.id))) throw new ApiError('not_found');
    },
  });
}

function checkBrand({ brandIds }: Viewer, brandId: string | null): void {
  if (brandId !== null && !brandIds.includes(brandId))
    throw invalidField('brandId', 'is no brand that you are a member of');
}

function written(result: CannedReply | 'taken' | null): CannedReply {
  if (result === 'taken') throw conflict('There is a canned reply under this shortcut already.');
  return orNotFound(result);
}

function present({ createdAt, ...rest }: CannedReply): CannedReplyBody {
  return { ...rest, createdAt: toIso(createdAt) };
}
