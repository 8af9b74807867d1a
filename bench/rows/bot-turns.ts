/** One turn of a bot after another: how long its answer takes to WeChat, and what it adds to the history. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { createOpenIds } from '../load/deliveries';
import type { Model } from '../load/model';
import { numberedText } from '../load/numbered-texts';
import { sendSteadily } from '../load/send-steadily';
import type { Figures, MeasureContext } from '../measures/measure';
import { quantile, sum } from '../statistics';
import type { Side } from '../subject';
import { countEventsByPart } from '../turn-events';
import { type BotDesk, measureBotDesks } from './bot-desk';
import type { Row } from './row';

const CONTACTS = 24;
/** For each contact; the first turn of each is a warm-up. */
const TURNS = 5;
/** Each contact is answered before it writes again. */
const PER_SECOND = 4;
const THINKS_MS = 300;
const HISTORY_SETTLES_MS = 1_000;
/** The activity that sends. */
const DELIVER: Readonly<Record<Side, string>> = { floor: 'deliver', duihua: 'deliverMessage' };

export function measureBotTurns(context: MeasureContext): Promise<Row> {
  return measureBotDesks(context, measureSide);
}

async function measureSide(desk: BotDesk, model: Model): Promise<Figures> {
  model.thinks(() => THINKS_MS);
  const contacts = createOpenIds('turn', CONTACTS);
  const overheads: number[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const numbers = contacts.map((_, index) => turn * CONTACTS + index + 1);
    const deliveries = await Promise.all(
      numbers.map((number, index) => desk.ask(contacts[index] ?? '', number)),
    );
    await sendSteadily(desk.toBot, deliveries, PER_SECOND);
    const sentAt = await desk.whenAnswered(numbers);
    if (turn === 0) continue;
    for (const number of numbers) {
      const answeredAt = model.answeredAt(numberedText(number)) ?? Number.NaN;
      overheads.push((sentAt.get(number) ?? Number.NaN) - answeredAt);
    }
  }
  await sleep(HISTORY_SETTLES_MS);
  return {
    turnP50: quantile(overheads, 0.5),
    turnP99: quantile(overheads, 0.99),
    eventsPerTurn: (await countTurnEvents(desk, contacts)) / (CONTACTS * TURNS),
  };
}

async function countTurnEvents({ side, subject }: BotDesk, contacts: readonly string[]): Promise<number> {
  const connection = await Connection.connect({ address: subject.temporalAddress });
  const client = new Client({ connection });
  const counts: number[] = [];
  for (const workflowId of await subject.calls.workflowIds(contacts)) {
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    counts.push(countEventsByPart(history, DELIVER[side]).turns);
  }
  await connection.close();
  return sum(counts);
}
