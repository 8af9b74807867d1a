/** Keys of the cache; whoever reads or feeds these entries uses these functions. */
import type { ListFilter, ListNarrowing } from './lists';

export const keys = {
  lists: ['conversations'] as const,
  list: (filter: ListFilter) => ['conversations', filter] as const,
  counts: ['conversation-counts'] as const,
  countsOf: (narrowing: ListNarrowing) => ['conversation-counts', narrowing] as const,
  conversations: ['conversation'] as const,
  conversation: (id: string) => ['conversation', id] as const,
  transcripts: ['transcript'] as const,
  transcript: (conversationId: string) => ['transcript', conversationId] as const,
  contacts: ['contact'] as const,
  /** Below `channels`: a change of a channel in the set-up reloads them. */
  alarms: ['channels', 'alarms'] as const,
  contact: (id: string) => ['contact', id] as const,
};
