/** The lists of conversations that operators work through: the API counts them, the console shows them. */
import { CONVERSATION_STATES, type ConversationState } from '../conversation/conversation';

export const LISTS = ['mine', 'waiting', 'missed', 'completed', 'all', 'bot'] as const;
export type ListName = (typeof LISTS)[number];

/** The states of the conversations in a list; `mine` has only those that the viewer attends. */
export const STATES_OF: Readonly<Record<ListName, readonly ConversationState[]>> = {
  mine: ['active'],
  waiting: ['waiting'],
  missed: ['missed'],
  completed: ['completed'],
  all: CONVERSATION_STATES,
  bot: ['bot'],
};
