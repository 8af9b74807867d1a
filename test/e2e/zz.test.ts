import { SYSTEM } from '../../src/store/people/audit-log';
import { createBrandRouting } from '../../src/store/routing/brand-routing';
import { createOperatorStreams } from '../../src/store/routing/operator-streams';
import { startDesk } from '../support/desk';
import { createScenario } from '../support/scenario';
import { eventually } from '../support/eventually';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { sql } from 'drizzle-orm';
jest.setTimeout(120_000);
import { createTestDatabase } from '../support/database';
import { PgDialect } from 'drizzle-orm/pg-core';
const times = new Map<string, number[]>();
const dialect = new PgDialect();
function timed(database: any): any {
  const db = new Proxy(database.db, { get(t: any, k) { const v = t[k]; if (k !== 'execute') return typeof v === 'function' ? v.bind(t) : v;
    return async (st: any) => { const key = dialect.sqlToQuery(st).sql.replace(/\s+/g, ' ').slice(0, 60); const a = performance.now(); try { return await t.execute(st); } finally { times.set(key, [...(times.get(key) ?? []), performance.now() - a]); } }; } });
  return { ...database, db };
}
it('dumps', async () => {
  const scenario = createScenario(await startDesk({ sweepEveryMs: 600_000, database: timed(await createTestDatabase()) }));
  await createBrandRouting(scenario.desk.database).change(scenario.desk.brandId, { mode: 'offer', offerSeconds: 600 }, SYSTEM);
  const N = 200;
  const cs = Array.from({ length: N }, () => scenario.customer());
  await Promise.all(cs.map((c) => c.writes()));
  const { operatorId } = await scenario.operator('Li');
  await new Promise((r) => setTimeout(r, 1500));
  const len = async (c: any) => (await scenario.desk.client.workflow.getHandle(conversationWorkflowId(await c.contactId())).describe()).historyLength;
  const before = await Promise.all(cs.map(len));
  times.clear();
  const t = performance.now();
  await createOperatorStreams(scenario.desk.database, 'test').touch([operatorId]);
  await eventually(async () => Number(((await scenario.desk.database.db.execute(sql`select count(*) as n from conversations where snapshot #> '{offering,offer}' is not null`)).rows[0] as any).n) === N, 'x', 60_000);
  console.log('offered in', performance.now() - t);
  console.log([...times].map(([k, v]) => { v.sort((a, b) => a - b); return `${v.length} x p50 ${v[Math.floor(v.length / 2)]!.toFixed(1)} p90 ${v[Math.floor(v.length * 0.9)]!.toFixed(1)} max ${v.at(-1)!.toFixed(0)} ${k}`; }).join('\n'));
  await new Promise((r) => setTimeout(r, 1500));
  const after = await Promise.all(cs.map(len));
  console.log(after.map((a, i) => a - before[i]!).join());
  await scenario.desk.close();
});
