import { presenceRoutes } from '../../contracts/conversations/presence';
import type { Conversations } from '../../store/conversations/conversations';
import { requestedConversation } from '../access/conversation-access';
import type { PresenceHub } from '../live/presence-hub';
import { finding, implement, type Route } from '../route';

type Deps = {
  readonly conversations: Pick<Conversations, 'get'>;
  readonly presence: Pick<PresenceHub, 'announce' | 'others'>;
};

/** Who is in a conversation. */
export function createPresenceRoutes({ conversations, presence }: Deps): readonly Route[] {
  return implement(presenceRoutes)({
    showPresence: finding(
      (named) => requestedConversation(conversations, named),
      async ({ found: { conversation }, body: { state }, viewer: { operatorId, name } }) => {
        const { id: conversationId, brandId } = conversation;
        await presence.announce({ conversationId, brandId, operator: { id: operatorId, name }, state });
        return { others: [...presence.others(conversationId, operatorId)] };
      },
    ),
  });
}
