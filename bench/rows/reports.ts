import { sql } from '../../src/store/engine/sql';
import { createDayCounter } from '../../src/store/reports/count-days';
import { type Growth, rangeOf } from '../growth';
import { fillFacts, PERIOD } from './fill-facts';
import { p50InTurn, startFilledApi } from './filled-api';
import type { Row } from './row';

const CALLS = 20;
const FEW = 100;
/** One of the forty that `fillFacts` knows. */
const OPERATOR = `operator-${'3'.padStart(27, '0')}`;

/** The summary of a month, by day, with `stored` conversations over 24 months, compared with a tenth of them (and a hundredth). */
export async function measureReports(stored: number): Promise<Row> {
  const few = await measure(stored / 100);
  const floor = await measure(stored / 10);
  const duihua = await measure(stored);
  const range = rangeOf(stored, 'conversations');
  const growthOf = (title: string, name: 'monthSummaryP50' | 'monthOfOperatorP50'): Growth => ({
    title: `${title}, ${range}`,
    unit: 'ms',
    values: [few[name] ?? Number.NaN, floor[name] ?? Number.NaN, duihua[name] ?? Number.NaN],
  });
  return {
    floor,
    duihua,
    growth: [
      growthOf('report of a month', 'monthSummaryP50'),
      growthOf('one operator’s month', 'monthOfOperatorP50'),
    ],
  };
}

const HOURS = {
  timeZone: 'Asia/Shanghai',
  weekly: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '18:00']]])),
  exceptions: [],
};

async function measure(conversations: number): Promise<Row['floor']> {
  const api = await startFilledApi({ conversations: FEW, brands: 4, textOf: (number) => `text ${number}` });
  const { db } = api.database;
  try {
    await fillFacts(api.database, conversations);
    await db.execute(sql`update brands set hours = ${JSON.stringify(HOURS)}::jsonb`);
    // As API processes do in the background.
    const dayCounter = createDayCounter(api.database);
    const countedAt = performance.now();
    let days = 0;
    while (await dayCounter.countOne()) days += 1;
    const dayCount = (performance.now() - countedAt) / days;
    await db.execute(sql`vacuum analyze figure_days`);
    const { from, to } = PERIOD.month;
    const path = `/reports/summary?from=${from}&to=${to}&bucket=day&timeZone=Asia/Shanghai`;
    const [all, ofOperator, open] = await p50InTurn(
      CALLS,
      ['', `&operatorId=${OPERATOR}`, '&hours=open'].map(
        (query) => () => api.get('token', `${path}${query}`),
      ),
    );
    const monthSummaryP50 = all ?? Number.NaN;
    return {
      monthSummaryP50,
      monthSummaryGrowth: monthSummaryP50,
      monthOfOperatorP50: ofOperator ?? Number.NaN,
      monthOpenP50: open ?? Number.NaN,
      dayCount,
    };
  } finally {
    await api.close();
  }
}
