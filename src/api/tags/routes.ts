import { tagRoutes } from '../../contracts/conversations/tag';
import type { Tags } from '../../store/contacts/tags';
import { narrowedScope } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import { implement, type Route } from '../route';

const MOST_LISTED = 500;

/** Where tags are used, and changes of their names. */
export function createTagRoutes({ tags }: { readonly tags: Tags }): readonly Route[] {
  return implement(tagRoutes)({
    async listUsedTags({ query: { brandId }, viewer }) {
      const used = await tags.list(narrowedScope(viewer, brandId), MOST_LISTED);
      const items = used.map((one) => ({ ...one, count: one.contacts + one.conversations }));
      return { items, nextCursor: null };
    },
    renameTag: ({ params, body, request }) => tags.rename(params.tag, body.tag, auditActorOf(request)),
    deleteTag: ({ params, request }) => tags.remove(params.tag, auditActorOf(request)),
  });
}
