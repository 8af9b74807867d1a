import type { ConversationBody } from '../../../contracts/conversations/conversation';
import type { MessageBody } from '../../../contracts/conversations/message';

/** What the tour looks at: the newest conversation of its contact, and all messages with them. */
export type Scene = {
  readonly meId: string;
  readonly conversation: ConversationBody | null;
  readonly messages: readonly MessageBody[];
};

/** The steps of the tour, in order: docs/rules.md#4, #16 and #64. */
export const STEPS = [
  'write',
  'attend',
  'reply',
  'limit',
  'hold',
  'later',
  'twoDays',
  'holdAgain',
  'renew',
  'bot',
  'askPerson',
  'answerPerson',
  'giveBack',
] as const;
export type Step = (typeof STEPS)[number];

/** Where each step happens. */
export const SIDES: Readonly<Record<Step, 'console' | 'phone'>> = {
  write: 'phone',
  attend: 'console',
  reply: 'console',
  limit: 'console',
  hold: 'console',
  later: 'phone',
  twoDays: 'phone',
  holdAgain: 'console',
  renew: 'phone',
  bot: 'phone',
  askPerson: 'phone',
  answerPerson: 'console',
  giveBack: 'console',
};

/** The second chapter begins later than this. */
const LATER_MS = 19 * 3_600_000;

/** Whether a step has really happened, according to the API. */
export function hasHappened(step: Step, { meId, conversation, messages }: Scene): boolean {
  if (conversation === null) return false;
  const { state, operator, abilities, bot, handover } = conversation;
  const isRefusedAs = (code: string) => !abilities.reply.allowed && abilities.reply.code === code;
  const isHeld = messages.some(({ status }) => status === 'held');
  const own = messages.filter(({ conversationId }) => conversationId === conversation.id);
  const conversations = new Set(messages.flatMap(({ conversationId }) => conversationId ?? []));
  switch (step) {
    case 'write':
      return state !== 'completed';
    case 'attend':
      return state === 'active' && operator?.id === meId;
    case 'reply':
      return messages.some(({ direction, status }) => direction === 'outbound' && status === 'sent');
    case 'limit':
      return isRefusedAs('consecutive_limit_reached');
    case 'hold':
    case 'holdAgain':
      return isHeld;
    case 'later':
      return !isHeld && Date.parse(conversation.now) - Date.parse(conversation.startedAt) > LATER_MS;
    case 'twoDays':
      return isRefusedAs('window_closed');
    case 'renew':
      return conversations.size > 1 && own.some(({ status }) => status === 'sent');
    case 'bot':
      return bot !== null && own.some(({ sender, status }) => sender.kind === 'bot' && status === 'sent');
    case 'askPerson':
      return bot !== null && handover !== null;
    case 'answerPerson':
      return (
        bot !== null && own.some(({ sender, status }) => sender.kind === 'operator' && status === 'sent')
      );
    case 'giveBack':
      return own.some(({ type }) => type === 'handback');
    default:
      return step satisfies never;
  }
}
