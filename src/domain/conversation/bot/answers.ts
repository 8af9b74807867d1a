import type { Conversation } from '../conversation';
import { answered } from '../routing/answered';
import { andThen, type Step, unchanged } from '../step';

/** Something of the bot leaves in this step: the contact waits only for what it has not been asked or not answered yet. */
export function answers(step: Step): Step {
  if (!step.changes.some(({ status }) => status === 'queued')) return step;
  return andThen(step, (current) => unchanged(withOwed(answered(current), owedSince(current))));
}

function withOwed(conversation: Conversation, since: number | null): Conversation {
  return since === null ? conversation : { ...conversation, unansweredSince: since };
}

/** Since when the bot owes an answer, epoch ms; null: it owes none. */
function owedSince({ bot }: Conversation): number | null {
  return bot?.asking?.since ?? bot?.waiting?.firstAt ?? null;
}
