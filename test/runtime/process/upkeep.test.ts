import { sql } from 'drizzle-orm';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import { startUpkeep } from '../../../src/runtime/process/upkeep';
import { createAlerts } from '../../../src/store/alerts/alerts';
import { createFormerSecrets } from '../../../src/store/channels/former-secrets';
import type { Database } from '../../../src/store/engine/database-types';
import { appendAudit, createAuditLog, SYSTEM } from '../../../src/store/people/audit-log';
import { createIdentityStore } from '../../../src/store/people/identities';
import { createSessionStore } from '../../../src/store/people/sessions';
import { createSignInGuard } from '../../../src/store/people/sign-in-guard';
import { createOperatorStreams } from '../../../src/store/routing/operator-streams';
import { createRoutingTotals } from '../../../src/store/routing/routing-totals';
import { createLedgerTrim } from '../../../src/store/transcript/ledger-trim';
import { createWebhookOutbox } from '../../../src/store/webhooks/webhook-outbox';
import { createTestDatabase } from '../../support/database';

const secretBox = createSecretBox([Buffer.alloc(32, 7)]);
let database: Database;
const log = { warn: jest.fn(), error: jest.fn() };
beforeEach(async () => {
  database = await createTestDatabase();
  log.warn.mockReset();
  log.error.mockReset();
}, 60_000);
afterEach(() => database.close());

const runOnce = async () => {
  const stop = startUpkeep({
    sessions: createSessionStore(database, { secretBox }),
    signInGuard: createSignInGuard(database),
    identities: createIdentityStore(database),
    formerSecrets: createFormerSecrets(database),
    ledgerTrim: createLedgerTrim(database),
    alerts: createAlerts(database),
    webhookOutbox: createWebhookOutbox(database),
    operatorStreams: createOperatorStreams(database),
    routingTotals: createRoutingTotals(database),
    auditLog: createAuditLog(database),
    logger: log,
  });
  await stop();
};

describe('the upkeep', () => {
  it('removes what has expired, and logs nothing while all is well', async () => {
    await createSignInGuard(database).charge({ account: 'li@example.com', address: '203.0.113.1' });
    await database.db.execute(sql`update sign_in_guards set last_tried_at = now() - interval '2 days'`);
    await database.db.transaction((tx) => appendAudit(tx, SYSTEM, { action: 'brand.created' }));
    await runOnce();
    const { rows } = await database.db.execute(sql`select * from sign_in_guards`);
    expect(rows).toEqual([]);
    expect([log.warn.mock.calls, log.error.mock.calls]).toEqual([[], []]);
  });

  it('logs an error if the audit log is not intact', async () => {
    for (const action of ['brand.created', 'brand.changed'] as const) {
      await database.db.transaction((tx) => appendAudit(tx, SYSTEM, { action }));
    }
    await database.db.execute(sql`alter table audit_log disable trigger user`);
    await database.db.execute(sql`update audit_log set via = 'session' where seq = 2`);
    await runOnce();
    expect(log.error.mock.calls).toEqual([[{ seq: 2 }, expect.stringContaining('tampered')]]);
  });

  it('waits while the database is unavailable', async () => {
    await database.close();
    await runOnce();
    expect(log.warn).toHaveBeenCalledTimes(2);
    expect(log.error).not.toHaveBeenCalled();
  });
});
