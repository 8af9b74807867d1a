import { sql } from 'drizzle-orm';
import type { Database } from '../../../src/store/engine/database-types';
import { appendAudit, createAuditLog, SYSTEM } from '../../../src/store/people/audit-log';
import { createBrandStore } from '../../../src/store/people/brands';
import { describeWithDatabase } from '../../support/database';

const PAGE = { limit: 100, before: null };

async function append(database: Database, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await database.db.transaction((tx) =>
      appendAudit(tx, SYSTEM, {
        action: 'brand.changed',
        details: { zeta: n, alpha: ['a', 'b'], none: null },
      }),
    );
  }
}

/** What someone with the rights of the database's owner could do. */
async function tamper(database: Database, change: ReturnType<typeof sql>): Promise<void> {
  await database.db.execute(sql`alter table audit_log disable trigger user`);
  await database.db.execute(change);
  await database.db.execute(sql`alter table audit_log enable trigger user`);
}

const causeOf = (error: unknown): string => String((error as { cause?: unknown }).cause);

describeWithDatabase('the audit log', (database) => {
  it('is a chain, newest first, even if many append at once', async () => {
    const brands = createBrandStore(database());
    await Promise.all(Array.from({ length: 20 }, (_, n) => brands.create({ name: `Brand ${n}` })));
    const log = createAuditLog(database());
    expect(await log.verify()).toEqual({ isIntact: true, rows: 20 });
    const { items } = await log.list({}, PAGE);
    expect(items.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, n) => 20 - n));
    expect(items[0]).toMatchObject({ action: 'brand.created', via: 'system', operator: null });
  });

  it('has no entry for a change that was rolled back', async () => {
    const act = database().db.transaction(async (tx) => {
      await appendAudit(tx, SYSTEM, { action: 'brand.created' });
      throw new Error('no');
    });
    await expect(act).rejects.toThrow('no');
    expect((await createAuditLog(database()).list({}, PAGE)).items).toEqual([]);
    expect(await createAuditLog(database()).verify()).toEqual({ isIntact: true, rows: 0 });
  });

  it.each([
    ['changed', sql`update audit_log set action = 'brand.created'`],
    ['deleted', sql`delete from audit_log where seq = 2`],
    ['emptied', sql`truncate audit_log`],
  ])('cannot be %s', async (_, statement) => {
    await append(database(), 3);
    const error: unknown = await database()
      .db.execute(statement)
      .catch((reason: unknown) => reason);
    expect(causeOf(error)).toContain('the audit log is append-only');
    expect(await createAuditLog(database()).verify()).toEqual({ isIntact: true, rows: 3 });
  });

  it.each([
    ['a changed action', sql`update audit_log set action = 'brand.created' where seq = 3`, 3],
    ['a changed detail', sql`update audit_log set details = '{"zeta": 7}' where seq = 2`, 2],
    ['another operator', sql`update audit_log set operator_id = 'x' where seq = 4`, 4],
    ['a missing row', sql`delete from audit_log where seq = 3`, 4],
    ['a missing end', sql`delete from audit_log where seq > 3`, 5],
    ['a missing all', sql`delete from audit_log`, 5],
  ])('shows %s', async (_, change, brokenAt) => {
    await append(database(), 5);
    await tamper(database(), change);
    expect(await createAuditLog(database()).verify()).toEqual({ isIntact: false, brokenAt });
  });

  it('keeps its rows for 190 days', async () => {
    await append(database(), 5);
    const log = createAuditLog(database());
    expect(await log.sweep()).toBe(0);
    await tamper(database(), sql`update audit_log set at = at - interval '191 days' where seq <= 2`);
    expect(await log.sweep()).toBe(2);
    expect(await log.verify()).toEqual({ isIntact: true, rows: 3 });
    await tamper(database(), sql`update audit_log set at = at - interval '191 days'`);
    expect(await log.sweep()).toBe(2);
    expect((await log.list({}, PAGE)).items.map(({ seq }) => seq)).toEqual([5]);
  });
});
