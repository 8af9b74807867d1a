import { Router } from 'express';
import { type PresentPeople, showPresenceSchema } from '../../contracts/conversations/presence';
import type { Conversations } from '../../store/conversations/conversations';
import { requestedConversation } from '../access/conversation-access';
import type { PresenceHub } from '../live/presence-hub';
import { viewerOf } from '../middleware/viewer';
import { parseBody } from '../request';

export type PresenceRouterDeps = {
  readonly conversations: Conversations;
  readonly presence: Pick<PresenceHub, 'announce' | 'others'>;
};

/** `POST /conversations/:id/presence`. Needs JSON bodies parsed. */
export function createPresenceRouter({ conversations, presence }: PresenceRouterDeps): Router {
  const router = Router();
  router.post('/conversations/:id/presence', async (request, response) => {
    const { conversation } = await requestedConversation(conversations, request);
    const { state } = parseBody(showPresenceSchema, request);
    const { operatorId, name } = viewerOf(request);
    const { id: conversationId, brandId } = conversation;
    await presence.announce({ conversationId, brandId, operator: { id: operatorId, name }, state });
    const body: PresentPeople = { others: [...presence.others(conversationId, operatorId)] };
    response.json(body);
  });
  return router;
}
