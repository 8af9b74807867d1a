import { setTimeout as wait } from 'node:timers/promises';
import { type WebhookAnswer, webhookAnswerSchema } from '../../contracts/bots/webhook-answer';
import type { AfterAnswer } from '../../domain/bots/answer';
import { signWebhook } from '../../platform/network/sign-webhook';
import { type Answered, TurnFailed } from '../asked';
import type { WebhookBot } from '../bot';
import { parseJson } from '../calls/parse-json';
import { type Asking, post, readText } from '../calls/post';
import type { Turn } from '../turn';

/** How long the first message waits for the answer to `bot.started`: long enough for it to arrive first. */
const START_MS = 200;

/** Asks a server in our words. Tells it of the conversation before its first message, and hardly waits for that. */
export async function askWebhook(bot: WebhookBot, turn: Turn, asking: Asking): Promise<Answered> {
  if (turn.conversation.turn === 1) {
    // It may be away for that one; the message says all that it needs.
    const told = tell(bot, turn, 'bot.started', asking).catch(() => undefined);
    await Promise.race([told, wait(START_MS, undefined, { signal: asking.signal })]);
  }
  const text = await tell(bot, turn, 'bot.message', asking);
  const answer = parseJson(text, webhookAnswerSchema);
  if (answer.pending === true) return { type: 'pending', items: answer.messages ?? [], memory: null };
  return toAnswered(answer);
}

/** What a server answered, in our types. Throws `empty` for an answer that says nothing. */
export function toAnswered({
  messages = [],
  handover,
  end,
}: Pick<WebhookAnswer, 'messages' | 'handover' | 'end'>): Answered {
  const then = toAfter(handover, end);
  if (messages.length === 0 && then.type === 'stay') throw new TurnFailed('empty');
  return { type: 'answered', items: messages, then, memory: null };
}

function toAfter(handover: WebhookAnswer['handover'], end: WebhookAnswer['end']): AfterAnswer {
  if (handover === undefined) return { type: end === true ? 'end' : 'stay' };
  return { type: 'handover', groupId: handover.groupId ?? null, note: handover.note ?? null };
}

async function tell(
  { url, secret }: WebhookBot,
  turn: Turn,
  type: 'bot.message' | 'bot.started',
  asking: Asking,
): Promise<string> {
  const isStart = type === 'bot.started';
  const body = JSON.stringify({ type, timestamp: turn.now, data: isStart ? toStart(turn) : toData(turn) });
  const id = isStart ? `${turn.conversation.id}-started` : turn.id;
  const signature = signWebhook(secret.reveal(), { id, at: Date.now(), body });
  const headers = { 'content-type': 'application/json', ...signature };
  const answer = await post(asking, { url, headers, body, limits: asking.limits.server });
  return readText(answer, asking.onProgress);
}

function toStart({ conversation, contact, remaining, windowClosesAt, replyUrl }: Turn): object {
  return { conversation, contact, messages: [], remaining, windowClosesAt, replyUrl };
}

function toData(turn: Turn): object {
  const messages = turn.messages.map(({ id, type, text, menuId, attachmentUrl }) => ({
    id,
    type,
    text,
    ...(menuId === null ? {} : { menuId }),
    ...(attachmentUrl === null ? {} : { attachmentUrl }),
  }));
  return { ...toStart(turn), messages };
}
