import { type CannedReplyBody, cannedReplyRoutes } from '../../contracts/conversations/canned-reply';
import { fillText } from '../../domain/messages/text-variables';
import type { CannedReplies, CannedReply } from '../../store/canned-replies/canned-replies';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { Conversations } from '../../store/conversations/conversations';
import type { FindTextNames } from '../../store/macros/text-names';
import { maySee } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import type { Viewer } from '../middleware/viewer';
import { toIso } from '../present/times';
import { ApiError, conflict, invalidField, orNotFound } from '../problems';
import { pageOf } from '../request';
import { finding, implement, type Route } from '../route';
import { textValuesOf } from '../text-values';

type Deps = {
  readonly cannedReplies: CannedReplies;
  readonly conversations: Pick<Conversations, 'get'>;
  readonly findTextNames: FindTextNames;
};

/** An operator's own canned replies, and those that their brands share. Every member may change the shared ones. */
export function createCannedReplyRoutes(deps: Deps): readonly Route[] {
  const { cannedReplies, conversations, findTextNames } = deps;
  return implement(cannedReplyRoutes)({
    async listCannedReplies({ viewer, query }) {
      const { q, folder } = query;
      const filter = {
        ...(q === undefined ? {} : { search: q }),
        ...(folder === undefined ? {} : { folder }),
      };
      const { items, nextCursor } = await cannedReplies.list(viewer, filter, pageOf(query));
      return { items: items.map(present), nextCursor };
    },
    async createCannedReply({ viewer, body, request }) {
      checkBrand(viewer, body.brandId);
      const fields = { ...body, folder: body.folder ?? null };
      return present(written(await cannedReplies.create(viewer, fields, auditActorOf(request))));
    },
    async changeCannedReply({ params, viewer, body, request }) {
      checkBrand(viewer, body.brandId ?? null);
      return present(written(await cannedReplies.change(viewer, params.id, body, auditActorOf(request))));
    },
    async deleteCannedReply({ params, viewer, request }) {
      if (!(await cannedReplies.remove(viewer, params.id, auditActorOf(request))))
        throw new ApiError('not_found');
    },
    renderCannedReply: finding(
      async ({ params, viewer }) => orNotFound(await cannedReplies.get(viewer, params.id)),
      async ({ found, viewer, body: { conversationId, isPreview = false } }) => {
        const stored = await namedConversation(conversations, conversationId, viewer);
        const filled = fillText(found.text, await textValuesOf(findTextNames, stored, viewer));
        if (!isPreview) await cannedReplies.use(viewer, found.id);
        return { text: filled.text, missing: [...filled.missing] };
      },
    ),
  });
}

/** The conversation that the body names. */
async function namedConversation(
  conversations: Pick<Conversations, 'get'>,
  id: string,
  viewer: Viewer,
): Promise<StoredConversation> {
  const stored = await conversations.get(id);
  if (stored !== null && maySee(viewer, stored.conversation.brandId)) return stored;
  throw invalidField('conversationId', 'is not a conversation that you may see');
}

function checkBrand({ brandIds }: Viewer, brandId: string | null): void {
  if (brandId !== null && !brandIds.includes(brandId))
    throw invalidField('brandId', 'is not a brand that you are a member of');
}

function written(result: CannedReply | 'taken' | null): CannedReply {
  if (result === 'taken') throw conflict('There is already a canned reply with this shortcut.');
  return orNotFound(result);
}

function present({ createdAt, ...rest }: CannedReply): CannedReplyBody {
  return { ...rest, createdAt: toIso(createdAt) };
}
