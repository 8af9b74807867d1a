import type { Figures } from '../measures/measure';
import { SIDES, type Side } from '../subject';
import type { Row } from './row';

/** Measures one side after the other. */
export async function measureEachSide(measure: (side: Side) => Promise<Figures>): Promise<Row> {
  const figures: Figures[] = [];
  for (const side of SIDES) figures.push(await measure(side));
  const [floor = {}, duihua = {}] = figures;
  return { floor, duihua };
}
