/** A worker starts after a time in which there was none, and much has been written meanwhile. */
import { openApart, whenFiled } from '../apart/apart';
import { growthInTime, rangeOf } from '../growth';
import { createOpenIds } from '../load/deliveries';
import type { Figures, MeasureContext } from '../measures/measure';
import type { Side } from '../subject';
import { measureEachSide } from './each-side';
import type { Row } from './row';

/** Messages of each contact. Each is a signal of its own, as they come minutes apart. */
const EACH = 5;

/**
 * What counts is how much waits in the histories, not for how long: nothing but the deadlines that pass depends on the hour. Every
 * other contact had a conversation before; the first message of the others starts one, which no worker has seen yet.
 */
export async function measureCatchUp(context: MeasureContext): Promise<Row> {
  const { waiting } = context.sizes;
  const row = await measureEachSide((side) => catchUp(context, side, waiting));
  const few = await catchUp(context, 'duihua', waiting / 100);
  const some = await catchUp(context, 'duihua', waiting / 10);
  const growth = growthInTime(`catching up on ${rangeOf(waiting, 'messages')}`, [
    few.catchUpSeconds,
    some.catchUpSeconds,
    row.duihua.catchUpSeconds,
  ]);
  return { ...row, growth: [growth] };
}

async function catchUp(context: MeasureContext, side: Side, messages: number): Promise<Figures> {
  const apart = await openApart(context, side);
  try {
    const openIds = createOpenIds('away', Math.ceil(messages / EACH));
    const known = openIds.filter((_, index) => index % 2 === 0);
    const ended = await apart.startWorker();
    await apart.write(known);
    await whenFiled(apart, known.length);
    await ended.kill();
    for (let message = 0; message < EACH; message += 1) await apart.write(openIds);
    const { readyAt } = await apart.startWorker();
    const lastAt = await whenFiled(apart, known.length + openIds.length * EACH);
    return { catchUpSeconds: (lastAt - readyAt) / 1000 };
  } finally {
    await apart.close();
  }
}
