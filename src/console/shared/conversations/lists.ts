import type { ConversationBody } from '../../../contracts/conversations/conversation';
import { STATES_OF, type ListName as StateList } from '../../../domain/lists/lists';

/** The lists of the inbox, in the order of their tabs: those that people work through, and what bots do alone. */
export const LISTS = [
  'mine',
  'waiting',
  'missed',
  'completed',
  'all',
  'needsLook',
  'bot',
] as const satisfies readonly ListName[];
export type ListName = StateList | 'needsLook';

/** What a list is sorted by. What a search found has the newest activity first. */
export type ListOrder = 'activity' | 'urgency' | 'trouble';

export function orderOf({ list, search }: Pick<ListFilter, 'list' | 'search'>): ListOrder {
  if (search !== undefined) return 'activity';
  if (list === 'needsLook') return 'trouble';
  return list === 'waiting' || list === 'mine' ? 'urgency' : 'activity';
}

/** What a list is limited to. Only the API can evaluate `search`. */
export type ListNarrowing = {
  readonly brandId?: string;
  readonly channelId?: string;
  readonly groupId?: string;
  readonly search?: string;
};

/** What a list shows; also the key of its cache entry. */
export type ListFilter = ListNarrowing & {
  readonly list: ListName;
  /** Only snoozed conversations, which the lists leave out. */
  readonly isSnoozed?: boolean;
};

/** The query of `GET /conversations` for a list. */
export function listQuery(filter: ListFilter) {
  const { list, brandId, channelId, groupId, search, isSnoozed } = filter;
  const order = orderOf(filter);
  return {
    ...(list === 'all' || list === 'needsLook' ? {} : { state: [...STATES_OF[list]] }),
    ...(order === 'urgency' ? { order } : {}),
    ...(order === 'trouble' ? { list: 'needs_look' as const } : {}),
    ...(list === 'mine' ? { operatorId: 'me' } : {}),
    ...(brandId === undefined ? {} : { brandId }),
    ...(channelId === undefined ? {} : { channelId }),
    ...(groupId === undefined ? {} : { groupId }),
    ...(search === undefined ? {} : { q: search, snoozed: 'any' as const }),
    ...(isSnoozed === true ? { snoozed: 'true' as const } : {}),
  };
}

/** Whether a conversation belongs in a list of the operator `meId`; undefined if only the API can tell. */
export function belongsOn(
  { list, brandId, channelId, groupId, search, isSnoozed = false }: ListFilter,
  conversation: ConversationBody,
  meId: string,
): boolean | undefined {
  // A search from there looks through all conversations: only the API can tell.
  if (list === 'needsLook') {
    if (search === undefined && troublesOf(conversation) === 0) return false;
  } else if (!STATES_OF[list].includes(conversation.state)) return false;
  if (list === 'mine' && conversation.operator?.id !== meId) return false;
  if (brandId !== undefined && conversation.brandId !== brandId) return false;
  if (channelId !== undefined && conversation.channelId !== channelId) return false;
  if (groupId !== undefined && conversation.group?.id !== groupId) return false;
  if (search !== undefined) return undefined;
  return (conversation.snoozedUntil !== null) === isSnoozed;
}

/** How many messages of a conversation need a look. */
export function troublesOf({ trouble }: Pick<ConversationBody, 'trouble'>): number {
  return trouble.failed + trouble.unknown + trouble.held;
}
