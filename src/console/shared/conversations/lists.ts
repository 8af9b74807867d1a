import type { ConversationBody } from '../../../contracts/conversation';

/** The inbox's lists: what the API is asked for, and which conversations belong on them. */
export const LISTS = ['mine', 'waiting', 'missed', 'completed', 'all'] as const;
export type ListName = (typeof LISTS)[number];

/** What a list shows; the key of its cache entry. `search` can only be answered by the API. */
export type ListFilter = {
  readonly list: ListName;
  readonly channelId?: string;
  readonly search?: string;
};

type State = ConversationBody['state'];
const STATES: Readonly<Record<ListName, readonly State[]>> = {
  mine: ['active'],
  waiting: ['waiting'],
  missed: ['missed'],
  completed: ['completed'],
  all: [],
};

/** The query of `GET /conversations` for a list. */
export function listQuery({ list, channelId, search }: ListFilter) {
  return {
    ...(STATES[list].length === 0 ? {} : { state: [...STATES[list]] }),
    ...(list === 'mine' ? { operatorId: 'me' } : {}),
    ...(channelId === undefined ? {} : { channelId }),
    ...(search === undefined ? {} : { q: search }),
  };
}

/** Whether a conversation belongs on a list of `meId`; undefined where only the API can tell. */
export function belongsOn(
  { list, channelId, search }: ListFilter,
  conversation: ConversationBody,
  meId: string,
): boolean | undefined {
  const states = STATES[list];
  if (states.length > 0 && !states.includes(conversation.state)) return false;
  if (list === 'mine' && conversation.operator?.id !== meId) return false;
  if (channelId !== undefined && conversation.channelId !== channelId) return false;
  return search === undefined ? true : undefined;
}
