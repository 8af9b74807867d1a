/** Keys of the cache; whoever reads or feeds these entries uses these functions. */
import type { ListFilter } from './lists';

export const keys = {
  lists: ['conversations'] as const,
  list: (filter: ListFilter) => ['conversations', filter] as const,
  conversations: ['conversation'] as const,
  conversation: (id: string) => ['conversation', id] as const,
  transcripts: ['transcript'] as const,
  transcript: (conversationId: string) => ['transcript', conversationId] as const,
};
