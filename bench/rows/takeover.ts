/** A new worker takes over the conversations of one that was killed. */
import { Client, Connection } from '@temporalio/client';
import { type Apart, openApart, whenFiled } from '../apart/apart';
import { growthInTime, rangeOf } from '../growth';
import { createOpenIds } from '../load/deliveries';
import type { Figures, MeasureContext } from '../measures/measure';
import { countEvents } from '../measures/settle';
import type { Side } from '../subject';
import { measureEachSide } from './each-side';
import type { Row } from './row';

/** What each contact and its operator have said, besides the first message: replies and messages in turn. */
const TURNS = 5;
/** Histories that are looked at; they are all alike. */
const SAMPLE = 50;

/**
 * Of every conversation the history is replayed, and the message that was written after the kill is filed. Both sides have had the
 * same conversations, the floor with the smallest workflow that could do the same.
 */
export async function measureTakeover(context: MeasureContext): Promise<Row> {
  const { busy } = context.sizes;
  const row = await measureEachSide((side) => takeOver(context, side, busy));
  const few = await takeOver(context, 'duihua', busy / 100);
  const some = await takeOver(context, 'duihua', busy / 10);
  const growth = growthInTime(`taking over ${rangeOf(busy, 'conversations')}`, [
    few.takeoverSeconds,
    some.takeoverSeconds,
    row.duihua.takeoverSeconds,
  ]);
  return { ...row, growth: [growth] };
}

async function takeOver(context: MeasureContext, side: Side, count: number): Promise<Figures> {
  const apart = await openApart(context, side);
  try {
    const openIds = createOpenIds('busy', Math.ceil(count));
    const killed = await apart.startWorker();
    await converse(apart, openIds);
    const takeoverEvents = await eventsEach(apart, openIds.slice(0, SAMPLE));
    await killed.kill();
    const filed = await apart.filed();
    await apart.write(openIds);
    const { readyAt } = await apart.startWorker();
    const lastAt = await whenFiled(apart, filed.count + openIds.length);
    return { takeoverSeconds: (lastAt - readyAt) / 1000, takeoverEvents };
  } finally {
    await apart.close();
  }
}

async function converse(apart: Apart, openIds: readonly string[]): Promise<void> {
  await writeAndWait(apart, openIds);
  await apart.attend(openIds);
  for (let turn = 0; turn < TURNS; turn += 1) {
    await apart.reply(openIds);
    await writeAndWait(apart, openIds);
  }
}

async function writeAndWait(apart: Apart, openIds: readonly string[]): Promise<void> {
  const { count } = await apart.filed();
  await apart.write(openIds);
  await whenFiled(apart, count + openIds.length);
}

async function eventsEach(apart: Apart, openIds: readonly string[]): Promise<number> {
  const connection = await Connection.connect({ address: apart.temporalAddress });
  try {
    const client = new Client({ connection });
    return (await countEvents(client, await apart.workflowIds(openIds))) / openIds.length;
  } finally {
    await connection.close();
  }
}
