import { fillFacts, PERIOD } from './fill-facts';
import { p50InTurn, startFilledApi } from './filled-api';
import type { Row } from './row';

const CALLS = 20;
const FEW = 100;

/** The summary of a month, by day, with `stored` conversations over 24 months, compared with a tenth of them. */
export async function measureReports(stored: number): Promise<Row> {
  return {
    floor: { monthSummaryP50: await measure(stored / 10) },
    duihua: { monthSummaryP50: await measure(stored) },
  };
}

async function measure(conversations: number): Promise<number> {
  const api = await startFilledApi({ conversations: FEW, brands: 4, textOf: (number) => `text ${number}` });
  try {
    await fillFacts(api.database, conversations);
    const { from, to } = PERIOD.month;
    const path = `/reports/summary?from=${from}&to=${to}&bucket=day&timeZone=Asia/Shanghai`;
    const [p50] = await p50InTurn(CALLS, [() => api.get('token', path)]);
    return p50 ?? Number.NaN;
  } finally {
    await api.close();
  }
}
