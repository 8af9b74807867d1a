import type { Conversation } from '../conversation';

/** The contact was answered: they do not wait any more, and who let them wait is forgotten (docs/rules.md#76). */
export function answered(conversation: Conversation): Conversation {
  const { unansweredSince: _unansweredSince, silentIds: _silentIds, ...rest } = conversation;
  return rest;
}
