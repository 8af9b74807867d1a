import { sql } from 'drizzle-orm';
import type { Database } from '../../src/store/engine/database-types';
import { rowsOf } from '../../src/store/engine/rows';
import { rebuildFacts } from '../../src/store/reports/rebuild-facts';
import { checkRecount } from './check-recount';
import type { ConversationApp } from './conversation-app';
import { type DeskHistory, makeHistory } from './desk-history';
import { countDays, settleDays, statesOfDays } from './settle-days';

/**
 * Expects the same figures of a history when its days are counted; after `more` conversations, some by the same contacts, have
 * changed days that were counted; and after some of these are counted again. A rebuild leaves the same figures of days.
 */
export async function checkSettledDays(
  app: ConversationApp,
  history: DeskHistory,
  more: number,
): Promise<void> {
  const { database } = app;
  await settleDays(database);
  const days = await countDays(database);
  expect(days).toBeGreaterThan(5);
  expect(await statesOfDays(database)).toEqual({ counted: days, changed: 0 });
  await checkRecount(app, history, ['hour', 'day']);

  const longer = await makeHistory(app, more, 18, history);
  const { changed } = await statesOfDays(database);
  expect(changed).toBeGreaterThan(2);
  await checkRecount(app, longer, ['day']);
  // Newest first, so that counted days, changed ones and ones never counted are side by side.
  while ((await statesOfDays(database)).changed > changed / 2) await countDays(database, 1);
  await checkRecount(app, longer, ['day']);

  await countDays(database);
  const before = await figuresOfDays(database);
  await rebuildFacts(database);
  expect((await statesOfDays(database)).changed).toBeGreaterThan(2);
  await countDays(database);
  expect(await figuresOfDays(database)).toEqual(before);
}

async function figuresOfDays({ db }: Database): Promise<readonly string[]> {
  const rows = await rowsOf<{ row: string }>(db, sql`select f::text as row from figure_days f order by 1`);
  return rows.map(({ row }) => row);
}
