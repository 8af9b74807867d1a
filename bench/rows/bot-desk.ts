/** A running side with a bot that asks the bench's model, and WeChat of its own. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createSimulator, type Simulator } from '../../src/simulator/simulator';
import { callApi } from '../load/call-api';
import { createDelivery, type Delivery } from '../load/deliveries';
import { type Model, startModel } from '../load/model';
import { numberedText, numberOf } from '../load/numbered-texts';
import type { Figures, MeasureContext } from '../measures/measure';
import type { BenchAccount } from '../protocol';
import { SIDES, type Side, type Subject, startSubject } from '../subject';
import type { Row } from './row';

export type BotDesk = {
  readonly side: Side;
  readonly subject: Subject;
  readonly simulator: Simulator;
  /** For what does not concern bots: the environment of this side, with its WeChat. */
  readonly context: MeasureContext;
  /** Where messages to the bot are delivered. */
  readonly toBot: Pick<Subject, 'origin' | 'webhookPath'>;
  /** The contact's message `number` to the bot, ready to be delivered; WeChat lets the bot answer it. */
  readonly ask: (openId: string, number: number) => Promise<Delivery>;
  /** When WeChat had the answer to each of these messages, epoch ms, once it has all. Throws after a long time. */
  readonly whenAnswered: (numbers: readonly number[]) => Promise<ReadonlyMap<number, number>>;
  readonly stop: () => Promise<void>;
};

const ANSWERED_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** Measures one side after the other, beside a model that both ask; while one is measured, the other rests. */
export async function measureBotDesks(
  context: MeasureContext,
  measureSide: (desk: BotDesk, model: Model) => Promise<Figures>,
): Promise<Row> {
  const model = await startModel(() => 0);
  const desks: BotDesk[] = [];
  try {
    for (const side of SIDES) desks.push(await startBotDesk(side, context, model));
    const figures: Figures[] = [];
    for (const desk of desks) figures.push(await measureSide(desk, model));
    const [floor = {}, duihua = {}] = figures;
    return { floor, duihua };
  } finally {
    for (const desk of desks) await desk.stop();
    await model.close();
  }
}

/** Starts it. Stop it after use. */
async function startBotDesk(side: Side, shared: MeasureContext, model: Model): Promise<BotDesk> {
  // Accounts of the shared simulator could not be taken away again.
  const simulator = createSimulator();
  const wechatApiUrl = await simulator.listen(0);
  const account = simulator.addAccount();
  const environment = { ...shared.environment, wechatApiUrl, account };
  const subject = await startSubject(environment, { side });
  const { origin } = subject;
  const { bot, webhookPath } = await connectBot(subject, simulator, account, model);
  return {
    side,
    subject,
    simulator,
    context: { ...shared, environment, simulator },
    toBot: { origin, webhookPath },
    async ask(openId, number) {
      const text = numberedText(number);
      await simulator.write({ appId: bot.appId, openId }, { type: 'text', text });
      return createDelivery(bot, openId, text);
    },
    async whenAnswered(numbers) {
      for (const giveUpAt = Date.now() + ANSWERED_WITHIN_MS; ; await sleep(LOOK_EVERY_MS)) {
        const answered = answersIn(simulator);
        const missing = numbers.filter((number) => !answered.has(number)).length;
        if (missing === 0) return answered;
        if (Date.now() > giveUpAt)
          throw new Error(`${side}: ${missing} of ${numbers.length} messages were not answered.`);
      }
    },
    async stop() {
      await subject.stop();
      await simulator.close();
    },
  };
}

/** For Duihua a bot and a channel of its own; the floor is told of the model by the address. */
async function connectBot(
  { side, origin }: Subject,
  simulator: Simulator,
  account: BenchAccount,
  { url }: Model,
): Promise<{ readonly bot: BenchAccount; readonly webhookPath: string }> {
  if (side === 'floor') return { bot: account, webhookPath: `/turn/${encodeURIComponent(url)}` };
  type Made = { readonly id: string };
  const brands = await callApi<{ readonly items: readonly Made[] }>(origin, 'GET', '/brands');
  const brandId = brands.items[0]?.id;
  const fields = { kind: 'openai', name: 'Model', baseUrl: url, model: 'bench' };
  const { id: botId } = await callApi<Made>(origin, 'POST', '/bots', { brandId, ...fields });
  const bot = simulator.addAccount();
  const { originalId, appId, appSecret, token } = bot;
  const { id } = await callApi<Made>(origin, 'POST', '/channels', {
    brandId,
    name: 'With a bot',
    originalId,
    appId,
    appSecret,
    token,
    encryption: 'plain',
    ipAllowlistConfirmed: true,
    settings: { bot: { botId } },
  });
  return { bot, webhookPath: `/webhooks/wechat/${id}` };
}

/** When WeChat was asked to send each numbered text, epoch ms. Throws for one that was sent twice or refused. */
function answersIn(simulator: Simulator): ReadonlyMap<number, number> {
  const answers = new Map<number, number>();
  for (const { at, errcode, request } of simulator.calls('custom/send')) {
    const { content = '' } = (request['text'] ?? {}) as { readonly content?: string };
    const number = numberOf(content);
    if (number === undefined) continue;
    if (errcode !== 0) throw new Error(`WeChat refused an answer: ${errcode}`);
    if (answers.has(number)) throw new Error(`Message ${number} was answered twice.`);
    answers.set(number, at);
  }
  return answers;
}
