import { sql } from 'drizzle-orm';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import type { Database } from '../../../src/store/engine/database-types';
import { createAuditLog } from '../../../src/store/people/audit-log';
import { createOperatorStore } from '../../../src/store/people/operators';
import { createSessionStore } from '../../../src/store/people/sessions';
import { type ChargedAttempt, createSignInGuard, waitAfter } from '../../../src/store/people/sign-in-guard';
import { describeWithDatabase } from '../../support/database';

const secretBox = createSecretBox([Buffer.alloc(32, 7)]);
const LI = 'li@example.com';
const HOME = '203.0.113.1';

/** Tries until a wait begins, which it then gives; `free`: how many went through. */
async function tryUntilRefused(database: Database, account: string, address: string) {
  const guard = createSignInGuard(database);
  for (let free = 0; ; free += 1) {
    const charged = await guard.charge({ account, address });
    if ('waitMs' in charged) return { free, waitMs: charged.waitMs };
  }
}

const passTime = (database: Database, interval: string) =>
  database.db.execute(sql`update sign_in_guards set blocked_until = blocked_until - ${interval}::interval,
    last_tried_at = last_tried_at - ${interval}::interval, trusted_until = trusted_until - ${interval}::interval`);

async function signIn(database: Database, account: string, address: string): Promise<void> {
  const attempt = await createSignInGuard(database).charge({ account, address });
  if ('waitMs' in attempt) throw new Error(`too early by ${attempt.waitMs} ms`);
  const found = await createOperatorStore(database).findByEmail(account);
  const operatorId = found?.operator.id ?? (await makeOperator(database, account));
  await createSessionStore(database, { secretBox }).begin({ operatorId, attempt });
}

async function makeOperator(database: Database, email: string): Promise<string> {
  const fields = { name: 'Li', email, role: 'operator', brandIds: [], passwordHash: 'hash' } as const;
  const result = await createOperatorStore(database).create(fields);
  if ('refusal' in result) throw new Error(result.refusal);
  return result.operator.id;
}

describe('the wait', () => {
  it('doubles up to 15 minutes', () => {
    expect([0, 1, 2, 3, 10, 11, 1_000].map(waitAfter)).toEqual([
      0, 1_000, 2_000, 4_000, 512_000, 900_000, 900_000,
    ]);
  });
});

describeWithDatabase('attempts to sign in', (database) => {
  it('are free five times for one account from one address; one that comes too early changes nothing', async () => {
    const first = await tryUntilRefused(database(), LI, HOME);
    expect(first.free).toBe(5);
    expect(first.waitMs).toBeGreaterThan(500);
    expect(first.waitMs).toBeLessThanOrEqual(1_000);
    for (let early = 0; early < 20; early += 1) await tryUntilRefused(database(), LI, HOME);
    await passTime(database(), '1 second');
    const second = await tryUntilRefused(database(), LI.toUpperCase(), HOME);
    expect([second.free, second.waitMs > 1_500 && second.waitMs <= 2_000]).toEqual([1, true]);
  });

  it('are counted together for an account from many addresses', async () => {
    const guard = createSignInGuard(database());
    const results: boolean[] = [];
    for (let from = 1; from <= 20; from += 1) {
      results.push('waitMs' in (await guard.charge({ account: LI, address: `198.51.100.${from}` })));
    }
    expect(results.filter((isRefused) => !isRefused)).toHaveLength(11);
    expect('waitMs' in (await guard.charge({ account: 'wang@example.com', address: HOME }))).toBe(false);
  });

  it('are counted together for an address that tries many accounts', async () => {
    const guard = createSignInGuard(database());
    const results: boolean[] = [];
    for (let account = 1; account <= 40; account += 1) {
      results.push('waitMs' in (await guard.charge({ account: `a${account}@example.com`, address: HOME })));
    }
    expect(results.filter((isRefused) => !isRefused)).toHaveLength(21);
  });

  it('from an address are not forgotten because someone there signs in to their own account', async () => {
    const guard = createSignInGuard(database());
    const guess = async (account: string) => 'waitMs' in (await guard.charge({ account, address: HOME }));
    for (let account = 1; account <= 20; account += 1) await guess(`a${account}@example.com`);
    await signIn(database(), LI, HOME);
    expect([await guess('b1@example.com'), await guess('b2@example.com')]).toEqual([false, true]);
  });

  it('of the owner, from where they signed in recently, are not delayed by others', async () => {
    await signIn(database(), LI, HOME);
    for (let from = 1; from <= 20; from += 1) await tryUntilRefused(database(), LI, `198.51.100.${from}`);
    expect(
      'waitMs' in (await createSignInGuard(database()).charge({ account: LI, address: 'elsewhere' })),
    ).toBe(true);
    await signIn(database(), LI, HOME);
    await passTime(database(), '15 minutes');
    await signIn(database(), LI, 'elsewhere');
  });

  it('with one’s own account do not make guesses at others free', async () => {
    let free = 0;
    for (let round = 0; round < 15; round += 1) {
      await signIn(database(), 'own@example.com', round < 2 ? HOME : 'x').catch(() => undefined);
      const charged = await createSignInGuard(database()).charge({ account: `v${round}@b.c`, address: HOME });
      const more = await createSignInGuard(database()).charge({ account: `w${round}@b.c`, address: HOME });
      free += [charged, more].filter((one) => !('waitMs' in one)).length;
    }
    expect(free).toBe(21);
  });

  it('at once do not avoid the wait: of 50 after it, one is judged', async () => {
    const guard = createSignInGuard(database());
    // After so many failures the next wait is 64 s: longer than 50 tries take on any machine.
    for (let failures = 0; failures < 10; failures += 1) {
      expect(await guard.charge({ account: LI, address: HOME })).not.toHaveProperty('waitMs');
      await passTime(database(), '1 hour');
    }
    const results = await Promise.all(
      Array.from({ length: 50 }, () => guard.charge({ account: LI, address: HOME })),
    );
    expect(results.filter((one) => !('waitMs' in one))).toHaveLength(1);
  });

  it('are refused when a thousand wait for a database that does not answer, and none of them is tried', async () => {
    let answer: () => void = () => undefined;
    const frozen = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { db } = database();
    let tried = 0;
    const hanging = new Proxy(db, {
      get: (target, name, receiver) =>
        name === 'transaction'
          ? async (work: Parameters<typeof db.transaction>[0]) => {
              tried += 1;
              await frozen;
              return target.transaction(work);
            }
          : (Reflect.get(target, name, receiver) as unknown),
    });
    const guard = createSignInGuard({ ...database(), db: hanging });
    const waiting = Array.from({ length: 1_000 }, (_, index) =>
      guard.charge({ account: `${index % 2}@example.com`, address: HOME }),
    );
    expect(await guard.charge({ account: LI, address: '203.0.113.9' })).toEqual({ waitMs: 2_000 });
    expect(tried).toBe(1);
    answer();
    await Promise.all(waiting);
    expect(await guard.charge({ account: LI, address: '203.0.113.9' })).not.toHaveProperty('waitMs');
  });

  it('are as if they had not been made if they are withdrawn, and a wait that another one began stays', async () => {
    const guard = createSignInGuard(database());
    const charge = async (): Promise<ChargedAttempt> => {
      const charged = await guard.charge({ account: LI, address: HOME });
      if ('waitMs' in charged) throw new Error(`too early by ${charged.waitMs} ms`);
      return charged;
    };
    for (let turn = 0; turn < 20; turn += 1) await guard.withdraw(await charge());
    for (let free = 0; free < 4; free += 1) await charge();
    const last = await charge();
    expect((await tryUntilRefused(database(), LI, HOME)).free).toBe(0);
    await guard.withdraw(last);
    const first = await charge();
    await passTime(database(), '1 second');
    await charge();
    await guard.withdraw(first);
    expect((await tryUntilRefused(database(), LI, HOME)).free).toBe(0);
  });

  it('leave no trace when they are refused, and are forgotten after a day', async () => {
    await tryUntilRefused(database(), LI, HOME);
    const count = async () =>
      (await database().db.execute<{ n: number }>(sql`select count(*)::int as n from sign_in_guards`)).rows[0]
        ?.n;
    expect(await count()).toBe(3);
    const guard = createSignInGuard(database());
    for (let from = 0; from < 10; from += 1) await guard.charge({ account: LI, address: HOME });
    expect(await count()).toBe(3);
    await guard.sweep();
    expect(await count()).toBe(3);
    await passTime(database(), '25 hours');
    await guard.sweep();
    expect(await count()).toBe(0);
  });

  it('that failed are in the audit log, with the lock-out', async () => {
    const guard = createSignInGuard(database());
    const by = { operatorId: null, via: 'none', address: HOME } as const;
    const operatorId = await makeOperator(database(), LI);
    for (let guess = 0; guess < 5; guess += 1) {
      const attempt = (await guard.charge({ account: LI, address: HOME })) as ChargedAttempt;
      await guard.failed(attempt, { action: 'session.sign_in_failed', operatorId, by });
    }
    const { items } = await createAuditLog(database()).list({ operatorId }, { limit: 10, before: null });
    expect(items.map(({ action }) => action)).toEqual([
      'session.locked_out',
      ...Array.from({ length: 5 }, () => 'session.sign_in_failed'),
      'operator.created',
    ]);
  });
});
