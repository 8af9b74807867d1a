import type { StepResultBody } from '../../contracts/conversations/macro';
import type { MacroStep } from '../../domain/macros';
import type { TextValues } from '../../domain/messages/text-variables';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { Conversations } from '../../store/conversations/conversations';
import { isDatabaseAway } from '../../store/engine/errors';
import type { ClaimedRun, MacroRun, MacroRuns, StepDone } from '../../store/macros/macro-runs';
import type { Viewer } from '../middleware/viewer';
import { type ConversationAt, storedAt } from '../present/present-conversation';
import { ApiError, conflict } from '../problems';
import { runStep, type StepDeps } from './step-runners';

export type MacroRunDeps = StepDeps & {
  readonly macroRuns: MacroRuns;
  readonly conversations: Pick<Conversations, 'get'>;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

export type MacroRunAsked = {
  readonly stored: StoredConversation;
  readonly viewer: Viewer;
  readonly values: TextValues;
};

export type MacroRunDone = {
  readonly steps: readonly StepResultBody[];
  readonly at: ConversationAt;
};

/**
 * Does the unfinished steps of a run, in order. Throws the first refusal, with the facts `step` (its index) and `steps`
 * (the outcome of each); a message that could not be sent counts as a refusal too. Earlier steps are not undone.
 */
export async function runMacro(
  deps: MacroRunDeps,
  begun: MacroRun,
  asked: MacroRunAsked,
): Promise<MacroRunDone> {
  const { macroRuns, conversations, clock } = deps;
  let { done }: { readonly done: readonly StepDone[] } = begun;
  let at: ConversationAt | undefined;
  if (done.length < begun.steps.length) {
    const claimed = await macroRuns.claim(begun.id);
    if (claimed === null) {
      throw conflict('Another request with this Idempotency-Key is still running.', 'macro_running');
    }
    ({ done, at } = await goOn(deps, claimed, asked));
  }
  const stored = (await conversations.get(asked.stored.conversation.id)) ?? asked.stored;
  // A wish may be ahead of its projection; tags and priority are only in the store.
  const latest =
    at !== undefined && at.version > stored.version
      ? { ...at, facts: stored.facts }
      : storedAt(stored, clock());
  return { steps: resultsOf(begun.steps, done), at: latest };
}

/**
 * Does the remaining steps; also returns the conversation as the last step that changed it for its workflow left it.
 */
async function goOn(
  deps: MacroRunDeps,
  run: ClaimedRun,
  asked: MacroRunAsked,
): Promise<{ readonly done: readonly StepDone[]; readonly at: ConversationAt | undefined }> {
  const { macroRuns } = deps;
  const done: StepDone[] = [...run.done];
  let at: ConversationAt | undefined;
  let ended: 'clear' | 'unclear' = 'unclear';
  try {
    for (const step of run.steps.slice(done.length)) {
      const stepKey = `${run.id} ${done.length}`;
      const isRetry = run.isRetry && done.length === run.done.length;
      const snooze = {
        planned: isRetry ? run.snoozeUntil : null,
        plan: (until: string) => macroRuns.planSnooze(run.id, until),
      };
      const made = await runStep(deps, step, { ...asked, stepKey, isRetry, snooze });
      const { messageId, notSent } = made;
      if (notSent !== undefined) {
        const results = resultsOf(run.steps, done, { status: 'not_sent', messageId });
        throw stopped(conflict(notSent, 'reply_not_sent'), results, done.length);
      }
      await macroRuns.record(run.id, messageId === undefined ? {} : { messageId });
      done.push({ messageId });
      at = made.at ?? at;
    }
    ended = 'clear';
    return { done, at };
  } catch (error) {
    const refusal = isDatabaseAway(error) ? new ApiError('unavailable', {}, { cause: error }) : error;
    if (!(refusal instanceof ApiError)) throw refusal;
    if (refusal.code !== 'unavailable') ended = 'clear';
    if ('steps' in refusal.facts) throw refusal;
    throw stopped(refusal, resultsOf(run.steps, done, { status: 'refused' }), done.length);
  } finally {
    // If the database is down, the claim expires.
    await macroRuns.release(run.id, ended).catch(() => undefined);
  }
}

/** The progress of a run; `stop`: the outcome of the step after the finished ones. */
function resultsOf(
  steps: readonly MacroStep[],
  done: readonly StepDone[],
  stop?: Pick<StepResultBody, 'status' | 'messageId'>,
): readonly StepResultBody[] {
  return steps.map(({ type }, index): StepResultBody => {
    const one = done[index];
    if (one !== undefined) return { type, status: 'done', ...withId(one.messageId) };
    if (index !== done.length || stop === undefined) return { type, status: 'not_run' };
    return { type, status: stop.status, ...withId(stop.messageId) };
  });
}

function withId(messageId: string | undefined): { readonly messageId?: string } {
  return messageId === undefined ? {} : { messageId };
}

/** The refusal of a step as the refusal of the run. */
function stopped(
  { code, facts, message, options }: ApiError,
  steps: readonly StepResultBody[],
  step: number,
) {
  const before =
    step === 0
      ? 'Nothing was done before it.'
      : `Steps before it that are done: ${step}. They are not undone.`;
  const type = steps[step]?.type ?? '';
  return new ApiError(
    code,
    { ...facts, step, steps },
    {
      ...options,
      // "Nothing was accepted" would be untrue after other steps; with a reason, the sentence is another one.
      detail: `Step ${step + 1} (${type}): ${code === 'unavailable' && facts['reason'] === undefined ? 'it could not be done now.' : message} ${before}`,
      ...(options.errors === undefined
        ? {}
        : {
            errors: options.errors.map(({ path, message: text }) => ({
              path: [`steps.${step}`, path].filter((part) => part !== '').join('.'),
              message: text,
            })),
          }),
    },
  );
}
