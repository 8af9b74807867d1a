/** `/conversations`: lists, one of them, and the wishes to attend, transfer and complete. */
import { type Request, type Response, Router } from 'express';
import {
  type ConversationBody,
  type ConversationCountsBody,
  conversationCountsQuerySchema,
  conversationQuerySchema,
  transferSchema,
} from '../../contracts/conversations/conversation';
import type { Conversation } from '../../domain/conversation/conversation';
import { formatListCursor, type ListPlace } from '../../domain/lists/list-cursor';
import type { Conversations, StoredConversation } from '../../store/conversations/conversations';
import type { OperatorStore } from '../../store/people/operators';
import type { Transcript } from '../../store/transcript/transcript';
import type { ConversationClient, WishResult, WishTarget } from '../../temporal/conversation-client';
import {
  actorOf,
  maySee,
  narrowedScope,
  notGranted,
  type RefusalDeps,
  requestedConversation,
  wishTarget,
} from '../access/conversation-access';
import { type Viewer, viewerOf } from '../middleware/viewer';
import {
  type ConversationAt,
  presentConversation,
  storedAt,
  type TemporalUi,
  viewedAt,
} from '../present/present-conversation';
import { presentMatch } from '../present/present-match';
import { ApiError, parseRequest } from '../problems';
import { parseBody } from '../request';

export type ConversationRouterDeps = RefusalDeps & {
  readonly conversations: Conversations;
  readonly transcript: Pick<Transcript, 'lastOf'>;
  readonly operators: Pick<OperatorStore, 'find'>;
  readonly conversationClient: Pick<ConversationClient, 'attend' | 'transfer' | 'complete'>;
  readonly temporalUi: TemporalUi;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

const LONGEST_WALK_MS = 24 * 3_600_000;

/** A wish, and how a projection shows that it was granted although nobody answered. */
type WishToServe = {
  readonly make: (target: WishTarget) => Promise<WishResult>;
  readonly isGranted: (conversation: Conversation) => boolean;
};

/** List and read conversations; attend, transfer, complete. Needs JSON bodies parsed. */
export function createConversationRouter(deps: ConversationRouterDeps): Router {
  const { conversations, conversationClient, clock } = deps;
  const router = Router();

  router.get('/conversations', async (request, response) => {
    const { limit, cursor, state, brandId, channelId, operatorId, contactId, q } = parseRequest(
      conversationQuerySchema,
      request.query,
    );
    const viewer = viewerOf(request);
    const filter = {
      brandIds: narrowedScope(viewer, brandId),
      ...(state === undefined ? {} : { states: Array.isArray(state) ? state : [state] }),
      ...(channelId === undefined ? {} : { channelId }),
      ...(operatorId === undefined
        ? {}
        : { operatorId: operatorId === 'me' ? viewer.operatorId : operatorId }),
      ...(contactId === undefined ? {} : { contactId }),
      ...(q === undefined ? {} : { search: q }),
    };
    const from = cursor === undefined ? null : lastingPlace(cursor, clock());
    const rows = await conversations.list(filter, {
      before: from?.place ?? null,
      walk: from?.walk ?? null,
      limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const nextCursor = rows.length > limit && last !== undefined ? formatListCursor(last) : null;
    const [items, matches] = await Promise.all([
      presentAll(
        deps,
        viewer,
        page.map((stored) => storedAt(stored, clock())),
      ),
      q === undefined
        ? null
        : conversations.findMatches(
            page.map(({ conversation }) => conversation.id),
            q,
          ),
    ]);
    response.json({
      items: items.map((item) => ({ ...item, match: presentMatch(matches?.get(item.id), q) })),
      nextCursor,
    });
  });

  router.get('/conversations/counts', async (request, response) => {
    const { brandId, channelId } = parseRequest(conversationCountsQuerySchema, request.query);
    const viewer = viewerOf(request);
    const filter = {
      brandIds: narrowedScope(viewer, brandId),
      ...(channelId === undefined ? {} : { channelId }),
    };
    const counts: ConversationCountsBody = await conversations.countLists(filter, viewer.operatorId);
    response.json(counts);
  });

  router.get('/conversations/:id', async (request, response) => {
    const stored = await requestedConversation(conversations, request);
    response.json(await present(deps, viewerOf(request), storedAt(stored, clock())));
  });

  const serve = async (
    request: Request,
    response: Response,
    stored: StoredConversation,
    wish: WishToServe,
  ): Promise<void> => {
    const viewer = viewerOf(request);
    const at = await grant(deps, stored, viewer, wish);
    response.json(await present(deps, viewer, at));
  };

  router.post('/conversations/:id/attend', async (request, response) => {
    const stored = await requestedConversation(conversations, request);
    const { operatorId } = viewerOf(request);
    await serve(request, response, stored, {
      make: conversationClient.attend,
      isGranted: (one) => one.state === 'active' && one.operatorId === operatorId,
    });
  });

  router.post('/conversations/:id/transfer', async (request, response) => {
    const stored = await requestedConversation(conversations, request);
    const { operatorId } = parseBody(transferSchema, request);
    await requireColleague(deps, operatorId, stored.conversation.brandId);
    await serve(request, response, stored, {
      make: (target) => conversationClient.transfer(target, operatorId),
      isGranted: (one) => one.state === 'active' && one.operatorId === operatorId,
    });
  });

  router.post('/conversations/:id/complete', async (request, response) => {
    const stored = await requestedConversation(conversations, request);
    await serve(request, response, stored, {
      make: conversationClient.complete,
      isGranted: (one) => one.completedReason === 'operator',
    });
  });

  return router;
}

/** After a day a list is shown in its present order: most of it would have moved meanwhile. */
function lastingPlace({ place, walk }: ListPlace, now: number): ListPlace {
  return { place, walk: walk !== null && now - walk.beganAt < LONGEST_WALK_MS ? walk : null };
}

/** Makes a wish; the conversation as the workflow has it then (the stored one may lag), or the refusal. */
async function grant(
  deps: ConversationRouterDeps,
  stored: StoredConversation,
  viewer: Viewer,
  { make, isGranted }: WishToServe,
): Promise<ConversationAt> {
  const result = await make(wishTarget(stored, viewer));
  if (result.type === 'accepted') {
    return viewedAt(result.view, stored, await operatorName(deps, result.view.conversation, stored, viewer));
  }
  if (result.type === 'unanswered') {
    const latest = await deps.conversations.get(stored.conversation.id);
    if (latest !== null && isGranted(latest.conversation)) return storedAt(latest, deps.clock());
  }
  throw await notGranted(deps, stored, result);
}

/** The name of who attends: the view holds no names, and the projection may still show the one before. */
async function operatorName(
  { operators }: ConversationRouterDeps,
  { operatorId }: Conversation,
  stored: StoredConversation,
  viewer: Viewer,
): Promise<string | null> {
  if (operatorId === null) return null;
  if (operatorId === viewer.operatorId) return viewer.name;
  if (operatorId === stored.conversation.operatorId) return stored.operatorName;
  return (await operators.find(operatorId))?.name ?? null;
}

/** A conversation goes to somebody who can see it and is not disabled. */
async function requireColleague(
  { operators }: ConversationRouterDeps,
  operatorId: string,
  brandId: string,
): Promise<void> {
  const found = await operators.find(operatorId);
  if (found !== undefined && found.disabledAt === null && maySee(found, brandId)) return;
  const message = 'is no operator of this conversation’s brand';
  throw new ApiError(
    'invalid_request',
    {},
    { errors: [{ path: 'operatorId', message }], detail: `operatorId: ${message}.` },
  );
}

async function present(
  deps: ConversationRouterDeps,
  viewer: Viewer,
  at: ConversationAt,
): Promise<ConversationBody> {
  const [only] = await presentAll(deps, viewer, [at]);
  if (only === undefined) throw new Error('A conversation was lost on its way out.');
  return only;
}

async function presentAll(
  { transcript, temporalUi }: ConversationRouterDeps,
  viewer: Viewer,
  list: readonly ConversationAt[],
): Promise<readonly ConversationBody[]> {
  const lastMessages = await transcript.lastOf(list.map(({ conversation }) => conversation.id));
  return list.map((at) => {
    const lastMessage = lastMessages.get(at.conversation.id) ?? null;
    return presentConversation(at, { by: actorOf(viewer), lastMessage, temporalUi });
  });
}
