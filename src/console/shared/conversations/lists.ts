import type { ConversationBody } from '../../../contracts/conversations/conversation';
import { LISTS, type ListName, STATES_OF } from '../../../domain/lists/lists';

export { LISTS, type ListName };

/** What a list is limited to. Only the API can evaluate `search`. */
export type ListNarrowing = {
  readonly brandId?: string;
  readonly channelId?: string;
  readonly search?: string;
};

/** What a list shows; also the key of its cache entry. */
export type ListFilter = ListNarrowing & {
  readonly list: ListName;
  /** Only snoozed conversations, which the lists leave out. */
  readonly isSnoozed?: boolean;
};

/** The query of `GET /conversations` for a list. */
export function listQuery({ list, brandId, channelId, search, isSnoozed }: ListFilter) {
  return {
    ...(list === 'all' ? {} : { state: [...STATES_OF[list]] }),
    ...(list === 'mine' ? { operatorId: 'me' } : {}),
    ...(brandId === undefined ? {} : { brandId }),
    ...(channelId === undefined ? {} : { channelId }),
    ...(search === undefined ? {} : { q: search, snoozed: 'any' as const }),
    ...(isSnoozed === true ? { snoozed: 'true' as const } : {}),
  };
}

/** Whether a conversation belongs in a list of the operator `meId`; undefined if only the API can tell. */
export function belongsOn(
  { list, brandId, channelId, search, isSnoozed = false }: ListFilter,
  conversation: ConversationBody,
  meId: string,
): boolean | undefined {
  if (!STATES_OF[list].includes(conversation.state)) return false;
  if (list === 'mine' && conversation.operator?.id !== meId) return false;
  if (brandId !== undefined && conversation.brandId !== brandId) return false;
  if (channelId !== undefined && conversation.channelId !== channelId) return false;
  if (search !== undefined) return undefined;
  return (conversation.snoozedUntil !== null) === isSnoozed;
}
