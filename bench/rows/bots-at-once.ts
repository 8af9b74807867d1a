/** Many turns of bots at the same time, while operators reply on another channel. */
import { burst } from '../load/burst';
import { createOpenIds } from '../load/deliveries';
import type { Model } from '../load/model';
import { postAll } from '../load/post-all';
import { replySteadily } from '../load/send-reply';
import type { Figures, MeasureContext } from '../measures/measure';
import { openConversations } from '../measures/settle';
import type { ReplyRequest } from '../protocol';
import { quantile } from '../statistics';
import { type BotDesk, measureBotDesks } from './bot-desk';
import type { Row } from './row';

const TURNS = 200;
const THINKS_MS = 5_000;
/** Turns beforehand, so that code is compiled and connections are open. */
const WARM_UP = 10;
const OPERATORS_CONVERSATIONS = 60;
/** Below 5, the limit in a row; one more each beforehand. */
const REPLIES_EACH = 4;
/** What 150 operators write who answer twice a minute each. */
const REPLIES_PER_SECOND = 5;

export function measureBotsAtOnce(context: MeasureContext): Promise<Row> {
  return measureBotDesks(context, measureSide);
}

async function measureSide(desk: BotDesk, model: Model): Promise<Figures> {
  const { toBot } = desk;
  model.thinks(() => 0);
  const warmUp = Array.from({ length: WARM_UP }, (_, index) => index + 1);
  await postAll(toBot, await asked(desk, 'warm', warmUp), 1);
  await desk.whenAnswered(warmUp);
  const requests = await operatorsReplies(desk);
  // The first of each opens the conversation in the worker's cache.
  await replySteadily(desk.subject.origin, requests, REPLIES_PER_SECOND, () => false);

  model.thinks(() => THINKS_MS);
  const numbers = Array.from({ length: TURNS }, (_, index) => WARM_UP + index + 1);
  const deliveries = await asked(desk, 'crowd', numbers);
  let isOver = false;
  const replies = replySteadily(
    desk.subject.origin,
    Array.from({ length: REPLIES_EACH }, () => requests).flat(),
    REPLIES_PER_SECOND,
    () => isOver,
  );
  replies.catch(() => undefined);
  const startedAt = Date.now();
  await burst(toBot, deliveries);
  const sentAt = await desk.whenAnswered(numbers);
  isOver = true;
  const slowest = Math.max(...numbers.map((number) => sentAt.get(number) ?? Number.NaN)) - startedAt;
  return { turnsAtOnce: slowest / 1000, repliesBesideTurns: quantile(await replies, 0.99) };
}

/** One message of a new contact for each of these numbers. */
function asked(desk: BotDesk, prefix: string, numbers: readonly number[]) {
  const contacts = createOpenIds(prefix, numbers.length);
  return Promise.all(numbers.map((number, index) => desk.ask(contacts[index] ?? '', number)));
}

/** A request for each conversation that an operator attends, on the channel without a bot. */
async function operatorsReplies({ subject, simulator, context }: BotDesk): Promise<readonly ReplyRequest[]> {
  const contacts = createOpenIds('operators', OPERATORS_CONVERSATIONS);
  const { appId } = context.environment.account;
  await openConversations(subject, context, contacts);
  for (const openId of contacts) await simulator.write({ appId, openId }, { type: 'text', text: '在吗？' });
  return subject.calls.openForReplies(contacts);
}
