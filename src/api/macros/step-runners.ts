import { noteTextSchema } from '../../contracts/conversations/message';
import { type TransferTarget, transferTargetIn } from '../../contracts/conversations/transfer-target';
import { messageTextSchema } from '../../contracts/plain-text';
import type { Conversation } from '../../domain/conversation/conversation';
import type { MacroStep, MacroStepType } from '../../domain/macros';
import { fillText, type TextValues } from '../../domain/messages/text-variables';
import { sha256 } from '../../platform/ids';
import type { ConversationFactsStore } from '../../store/conversations/conversation-facts';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import { addTags } from '../add-tags';
import type { ConversationWishes } from '../conversation-wishes';
import type { Viewer } from '../middleware/viewer';
import type { ConversationAt } from '../present/present-conversation';
import { ApiError, conflict, parseRequest } from '../problems';
import type { Sender } from '../send-message';
import type { NoteWriter } from '../write-note';

/** The functions that steps use: the same as the single calls. */
export type StepDeps = {
  readonly send: Sender;
  readonly writeNote: NoteWriter;
  readonly wishes: ConversationWishes;
  readonly conversationFacts: Pick<ConversationFactsStore, 'addTags' | 'change'>;
};

/** The conversation and the operator of a step. */
export type StepContext = {
  readonly stored: StoredConversation;
  readonly viewer: Viewer;
  readonly values: TextValues;
  /** Identifies this step of this run; the same for every try. */
  readonly stepKey: string;
  /** An earlier try may have done it: it is not known how that one ended. */
  readonly isRetry: boolean;
  /** When the snooze was to end that an earlier try may have made (ISO 8601; null: none), and how to record it. */
  readonly snooze: {
    readonly planned: string | null;
    readonly plan: (until: string) => Promise<void>;
  };
};

/** The result of a step. */
export type StepMade = {
  readonly messageId?: string;
  /** The conversation afterwards, if the step has changed it. */
  readonly at?: ConversationAt;
  /** Why a message that was accepted has not been sent, as a sentence. */
  readonly notSent?: string;
};

type Runner<Step> = (deps: StepDeps, step: Step, context: StepContext) => Promise<StepMade>;

/**
 * How each kind of step is done; this is the only place that decides. A runner throws the refusal of the single call.
 * It may be called again with the same `stepKey` if it is not known how the first call ended, so it must not do
 * anything twice.
 */
const RUNNERS: { readonly [Type in MacroStepType]: Runner<Extract<MacroStep, { readonly type: Type }>> } = {
  async reply({ send }, step, { stored, viewer, values, stepKey }) {
    const text = parseRequest(messageTextSchema, fillText(step.text, values).text);
    const message = await send({
      stored,
      viewer,
      content: { type: 'text', text },
      whenBlocked: 'reject',
      // The step, not the text: the contact's name may have changed since the first try.
      key: { key: `macro ${stepKey}`, bodyHash: sha256(JSON.stringify(step)) },
    });
    const { id: messageId, status, error } = message;
    if (status === 'sent') return { messageId };
    const notSent = error?.detail ?? NOT_SENT[status === 'unknown' ? 'unknown' : 'queued'];
    return { messageId, notSent };
  },
  async note({ writeNote }, step, { stored, viewer, values, stepKey }) {
    const text = parseRequest(noteTextSchema, fillText(step.text, values).text);
    // The id of a message has 36 characters.
    const { id } = await writeNote({ stored, viewer, text, id: sha256(stepKey).slice(0, 36) });
    return { messageId: id };
  },
  async tag({ conversationFacts }, { tags }, { stored }) {
    await addTags(conversationFacts, stored.conversation.id, tags);
    return {};
  },
  async priority({ conversationFacts }, { priority }, { stored }) {
    if (!(await conversationFacts.change(stored.conversation.id, { priority })))
      throw new ApiError('not_found');
    return {};
  },
  async transfer({ wishes }, step, { stored, viewer, isRetry }) {
    const target = transferTargetIn(step);
    if (target === null) throw conflict('The step names nobody to transfer to.');
    if (isRetry && isTransferred(stored.conversation, target)) return {};
    return { at: await wishes.transfer(stored, viewer, { ...target, note: null }) };
  },
  async complete({ wishes }, _step, { stored, viewer, isRetry }) {
    if (isRetry && stored.conversation.completedReason === 'operator') return {};
    return { at: await wishes.complete(stored, viewer) };
  },
  async snooze({ wishes }, { forSeconds }, { stored, viewer, snooze: { planned, plan } }) {
    if (forSeconds === undefined) return { at: await wishes.snooze(stored, viewer, { untilReply: true }) };
    // A time that is counted anew would end later.
    if (planned !== null && stored.conversation.snooze?.until === Date.parse(planned) - stored.clockShiftMs)
      return {};
    const isAhead = planned !== null && Date.parse(planned) > Date.parse(wishes.snoozeEndAfter(stored, 0));
    const until = isAhead ? planned : wishes.snoozeEndAfter(stored, forSeconds);
    await plan(until);
    return { at: await wishes.snooze(stored, viewer, { until }) };
  },
};

function isTransferred({ state, operatorId, groupId }: Conversation, target: TransferTarget): boolean {
  if ('operatorId' in target) return state === 'active' && operatorId === target.operatorId;
  return (state === 'waiting' || state === 'missed') && groupId === target.groupId;
}

const NOT_SENT = {
  queued: 'It is still waiting to be sent.',
  unknown: 'It is not known whether it arrived.',
} as const;

/** Does one step; throws its refusal, or `conflict` for a kind that only a newer release knows. */
export function runStep(deps: StepDeps, step: MacroStep, context: StepContext): Promise<StepMade> {
  if (!Object.hasOwn(RUNNERS, step.type)) {
    throw conflict(`This release of Duihua cannot do steps of the kind “${step.type}”.`);
  }
  // TypeScript cannot see that the step matches the runner of its own kind.
  return (RUNNERS[step.type] as Runner<MacroStep>)(deps, step, context);
}
