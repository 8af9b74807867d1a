import { judge } from '../conversation/abilities';
import { advance } from '../conversation/advance';
import { type BotAnswer, judgeBotSpeech } from '../conversation/bot/answer';
import type { Fact, Wish } from '../conversation/events';
import { notReopenable } from '../conversation/wishes/reopen';
import type { Refusal } from '../refusals';
import { applyToThread, type Thread } from './thread';

/**
 * Why a wish for a conversation is refused; null if it is allowed. Facts that wait for the send in flight (`deferred`) count
 * as already applied: a send that hangs does not change that the contact has written.
 */
export function judgeWish(
  thread: Thread,
  deferred: readonly Fact[],
  { conversationId, wish }: { readonly conversationId: string; readonly wish: Wish },
  now: number,
): Refusal | null {
  // The server forgets update ids when a run ends, so a repeated reply is recognised here and not judged again.
  if (wish.type === 'reply' && thread.seen.includes(wish.messageId)) return null;
  const applied = deferred.reduce((before, fact) => applyToThread(before, fact, now), thread);
  for (const { current } of deferred.length > 0 ? [applied, thread] : [thread]) {
    if (current?.id !== conversationId) {
      if (wish.type !== 'reopen') return { code: 'conversation_completed' };
      if (current?.id !== wish.newConversationId) return notReopenable('newer_conversation');
      continue;
    }
    const refusal = judge(advance(current, now).conversation, wish, now);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Why the bot may not say something by itself after a turn of a conversation; null: it may, or has said it before. */
export function judgeSpeech(
  { seen, current }: Thread,
  {
    conversationId,
    turn,
    answer,
  }: { readonly conversationId: string; readonly turn?: number | undefined; readonly answer: BotAnswer },
  now: number,
): Refusal | null {
  const [first] = answer.parts;
  if (first !== undefined && seen.includes(first.messageId)) return null;
  if (current?.id !== conversationId) return { code: 'conversation_completed' };
  return judgeBotSpeech(advance(current, now).conversation, turn);
}
