/** What a process reports about the desk over HTTP, with the causes created in the database. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'drizzle-orm';
import pino from 'pino';
import { Registry } from 'prom-client';
import { createHealthApp } from '../../../src/api/health/app';
import { watchDesk } from '../../../src/runtime/watch/desk-watch';
import { watchJournal } from '../../../src/runtime/watch/journal-watch';
import { createPendingChanges } from '../../../src/store/conversations/pending-changes';
import { createProjections } from '../../../src/store/conversations/projections';
import { markResolved } from '../../../src/store/transcript/unknown-outcomes';
import { describeWithDatabase } from '../../support/database';
import { beginOne, createPlace, projectionOf } from '../../support/scenario-store';

type Readiness = {
  readonly status: string | number;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail?: string }[];
};

describeWithDatabase('what a process reports about the desk', (database) => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  /** Asks a new process, which has nothing cached. */
  const look = async (
    options: {
      failing?: () => Promise<number | null>;
      journalMs?: number;
      isPolling?: boolean;
      hasMetrics?: boolean;
    } = {},
  ) => {
    const metrics = new Registry();
    const countFailing = options.failing ?? (async () => 0);
    const app = createHealthApp({
      readiness: {
        database: database().ping,
        ...(options.isPolling === false
          ? { worker: () => Promise.reject(new Error('it does not poll')) }
          : {}),
      },
      warnings: {
        ...watchDesk({ database: database(), countFailing, metrics }),
        ...watchJournal({ oldestAgeMs: () => options.journalMs ?? 0 }, metrics),
      },
      metrics,
      hasMetrics: options.hasMetrics ?? true,
      logger: pino({ level: 'silent' }),
    });
    const server = createServer(app);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ready = await fetch(`${url}/readyz`);
    const { status, checks } = (await ready.json()) as Readiness;
    const figures = await fetch(`${url}/metrics`);
    const text = await figures.text();
    return {
      httpStatus: ready.status,
      status,
      detailOf: (name: string) => checks.find((check) => check.name === name)?.detail ?? null,
      figure: (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]),
      metricsStatus: figures.status,
      healthStatus: (await fetch(`${url}/healthz`)).status,
    };
  };
  const begin = async () => {
    const place = await createPlace(database());
    await database().db.execute(sql`update channels set status = 'live' where id = ${place.channelId}`);
    return { ...(await beginOne(database(), place)), place };
  };

  it('is ready, with every figure at 0, if nothing waits', async () => {
    const seen = await look();
    expect([seen.httpStatus, seen.status, seen.healthStatus]).toEqual([200, 'ready', 200]);
    for (const name of [
      'duihua_inbox_unfiled',
      'duihua_inbox_oldest_unfiled_seconds',
      'duihua_journal_oldest_line_seconds',
      'duihua_conversations_pending_changes',
      'duihua_conversations_oldest_pending_change_seconds',
      'duihua_messages_unknown',
      'duihua_workflows_failing',
    ]) {
      expect([name, seen.figure(name)]).toEqual([name, 0]);
    }
  });

  it('is degraded if a message has waited for its conversation for over 30 s', async () => {
    const { contactId } = await begin();
    const age = (seconds: number) =>
      database().db.execute(
        sql`update messages set created_at = clock_timestamp() - ${seconds} * interval '1 second'
            where contact_id = ${contactId}`,
      );
    await age(25);
    expect((await look()).status).toBe('ready');
    await age(35);
    const seen = await look();
    expect([seen.httpStatus, seen.status]).toEqual([200, 'degraded']);
    expect(seen.detailOf('inbox')).toMatch(
      /^1 messages .* for 3[5-9] s\. Check that Temporal and a worker are running/,
    );
    expect(seen.figure('duihua_inbox_unfiled')).toBe(1);
    expect(seen.figure('duihua_inbox_oldest_unfiled_seconds')).toBeGreaterThanOrEqual(35);
  });

  it('is degraded if a line has waited in the journal for over 30 s', async () => {
    expect((await look({ journalMs: 29_000 })).status).toBe('ready');
    const seen = await look({ journalMs: 45_000 });
    expect([seen.httpStatus, seen.status]).toEqual([200, 'degraded']);
    expect(seen.detailOf('backlog')).toMatch(/for 45 s, .* Check PostgreSQL .* keep its DATA_DIR\.$/);
    expect(seen.figure('duihua_journal_oldest_line_seconds')).toBe(45);
  });

  it('is degraded if a conversation has not reflected a change for over 30 s', async () => {
    const begun = await begin();
    await createProjections(database())(projectionOf(begun, 1));
    await database().db.execute(
      sql`update channels set settings_version = settings_version + 1 where id = ${begun.place.channelId}`,
    );
    const news = createPendingChanges(database());
    expect(await news.claimPending(10)).toHaveLength(1);
    const early = await look();
    expect([early.status, early.figure('duihua_conversations_pending_changes')]).toEqual(['ready', 1]);
    await database().db.execute(sql`update told_news set since = since - interval '40 seconds'`);
    const seen = await look();
    expect([seen.httpStatus, seen.status]).toEqual([200, 'degraded']);
    expect(seen.detailOf('news')).toMatch(
      /^1 open conversations .* for 4\d s\. Check that a worker is running/,
    );
    expect(seen.figure('duihua_conversations_oldest_pending_change_seconds')).toBeGreaterThanOrEqual(40);
  });

  it('counts messages with an unknown outcome until someone has decided about them', async () => {
    const { messageId } = await begin();
    await database().db.execute(sql`update messages set status = 'unknown' where id = ${messageId}`);
    expect((await look()).figure('duihua_messages_unknown')).toBe(1);
    await markResolved(database(), messageId);
    const seen = await look();
    expect([seen.figure('duihua_messages_unknown'), seen.status]).toEqual([0, 'ready']);
  });

  it('is degraded if workflows are stuck, and says what to do', async () => {
    const seen = await look({ failing: async () => 3 });
    expect([seen.httpStatus, seen.status, seen.figure('duihua_workflows_failing')]).toEqual([
      200,
      'degraded',
      3,
    ]);
    expect(seen.detailOf('workflows')).toMatch(/^3 workflows are stuck: .* run the version of Duihua/);
  });

  it('leaves out what it cannot know: an older Temporal, or an unavailable one', async () => {
    const older = await look({ failing: async () => null });
    expect([older.status, older.figure('duihua_workflows_failing')]).toEqual(['ready', Number.NaN]);
    const away = await look({ failing: () => Promise.reject(new Error('away')) });
    expect([away.status, away.figure('duihua_workflows_failing')]).toEqual(['degraded', Number.NaN]);
  });

  it('is not ready if its worker takes no work, and still reports its figures', async () => {
    const seen = await look({ isPolling: false });
    expect([seen.httpStatus, seen.healthStatus, seen.metricsStatus]).toEqual([503, 200, 200]);
  });

  it('has no figures if they are switched off', async () => {
    expect(await look({ hasMetrics: false })).toMatchObject({ metricsStatus: 404, httpStatus: 200 });
  });
});
