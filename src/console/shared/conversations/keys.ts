/** Keys of the cache. Code that reads or writes these entries uses these functions. */
import type { ListFilter, ListNarrowing } from './lists';

export const keys = {
  lists: ['conversations'] as const,
  list: (filter: ListFilter) => ['conversations', filter] as const,
  /** What is offered to the reader. */
  offered: ['offered'] as const,
  counts: ['conversation-counts'] as const,
  countsOf: (narrowing: ListNarrowing) => ['conversation-counts', narrowing] as const,
  conversations: ['conversation'] as const,
  conversation: (id: string) => ['conversation', id] as const,
  transcripts: ['transcript'] as const,
  transcript: (conversationId: string) => ['transcript', conversationId] as const,
  contacts: ['contact'] as const,
  /** Under `channels`, so that a change to a channel in the setup reloads them. */
  alarms: ['channels', 'alarms'] as const,
  contact: (id: string) => ['contact', id] as const,
};
