import { fillFacts } from '../../../bench/rows/fill-facts';
import { startTestApp } from '../../support/administration-app';
import { sql } from 'drizzle-orm';
it('is fast', async () => {
  const app = await startTestApp();
  await app.database.db.execute(sql`insert into brands (id, name) select 'brand-' || n, 'Brand ' || n from generate_series(0, 3) n`);
  await app.database.db.execute(sql`insert into channels (id, brand_id, name, status, encryption, settings)
        select 'channel-' || n, 'brand-' || n, 'Channel', 'live', 'plain', '{}'::jsonb from generate_series(0, 3) n`);
  let t = performance.now();
  await fillFacts(app.database, Number(process.env['N']));
  console.log('filled', performance.now() - t);
  for (const q of ['', '&brandId=brand-1', '&hours=open', '&operatorId=operator-000000000000000000000000007']) {
    const all: number[] = [];
    for (let i = 0; i < 8; i++) {
      t = performance.now();
      const a = await app.call('GET', '/api/v1/reports/summary?from=2025-11-01T00:00:00.000Z&to=2025-12-01T00:00:00.000Z&bucket=day&timeZone=Asia/Shanghai' + q);
      if (a.status !== 200) throw new Error(a.text);
      all.push(performance.now() - t);
    }
    all.sort((a, b) => a - b);
    console.log(q, 'p50', all[6], 'min', all[0]);
  }
  const { FIGURE_SOURCES } = require('../../../src/store/reports/figure-sources');
  const { countFigures } = require('../../../src/store/reports/count-figures');
  const { entryStarts } = require('../../../src/domain/reports/entries');
  const { clockOf } = require('../../../src/platform/time-zone');
  const from = Date.UTC(2025, 10, 1), to = Date.UTC(2025, 11, 1);
  const filter = { from, to, starts: entryStarts('day', from, to, clockOf('Asia/Shanghai')), timeZone: 'UTC', channelIds: null, openTimes: null };
  for (const f of Object.keys(FIGURE_SOURCES)) {
    const all = [];
    for (let i = 0; i < 5; i++) { t = performance.now(); await app.database.db.transaction(async (tx) => { await tx.execute(sql`set local enable_sort = off`); await tx.execute(sql`set local jit = off`); await countFigures(tx, filter, [f], ["entry"]); }); all.push(performance.now() - t); }
    console.log(f, Math.min(...all).toFixed(1));
  }
  const plans: string[] = [];
  await app.close();
}, 900_000);
