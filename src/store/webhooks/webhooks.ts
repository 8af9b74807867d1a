/** The endpoints of outgoing webhooks, and their secrets (sealed). */
import { randomBytes } from 'node:crypto';
import { asc, eq, gt, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { DISABLED_REASONS, type DisabledReason, type WebhookFormat } from '../../domain/webhooks/events';
import { newId } from '../../platform/ids';
import { Secret } from '../../platform/secrets/secret';
import type { SecretBox } from '../../platform/secrets/secret-box';
import type { Database, Db } from '../engine/database-types';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { toMs, toMsOrNull } from '../engine/rows';
import { columnsAs, sql } from '../engine/sql';
import { wordOf } from '../engine/stored-words';
import { type AuditActor, type AuditEntry, appendAudit, SYSTEM } from '../people/audit-log';
import { webhookDeliveries, webhookEvents, webhooks } from '../schema/webhooks';
import { IS_TAKEN, IS_TO_TAKE, WAITS_ALONE } from './selection';

/** What an administrator says about an endpoint. */
export type WebhookFields = {
  readonly url: string;
  /** Names of events, or `*`. */
  readonly events: readonly string[];
  /** Null: all. */
  readonly brandIds: readonly string[] | null;
  readonly channelIds: readonly string[] | null;
  readonly format: WebhookFormat;
  readonly description: string;
};

/** Times are epoch ms. */
export type Webhook = WebhookFields & {
  readonly id: string;
  readonly disabled: { readonly at: number; readonly reason: string } | null;
  readonly publicKey: string | null;
  /** Since when every try has failed; null: it works, as far as is known. */
  readonly failingSince: number | null;
  readonly createdAt: number;
};

/** What signs: the secret, and former ones until their time is over (epoch ms). */
export type WebhookSecrets = {
  readonly current: string;
  readonly former: readonly { readonly secret: string; readonly until: number }[];
  /** Of the format `salesiq`, in PEM. */
  readonly privateKey: string | null;
};

/** How many of an endpoint's deliveries wait and are dead, without tests. */
export type WebhookCounts = { readonly open: number; readonly dead: number };

export type WebhookStore = {
  /** Oldest first. */
  readonly list: (page: PageRequest) => Promise<Page<Webhook>>;
  readonly find: (id: string) => Promise<Webhook | null>;
  readonly findWithSecrets: (
    id: string,
  ) => Promise<{ readonly webhook: Webhook; readonly secrets: Secret<WebhookSecrets> } | null>;
  readonly counts: (ids: readonly string[]) => Promise<ReadonlyMap<string, WebhookCounts>>;
  readonly create: (
    fields: WebhookFields & { readonly isEnabled: boolean },
    by: AuditActor,
  ) => Promise<{ readonly webhook: Webhook; readonly secret: string }>;
  /** Writes what is given. Enabled again, it is told what happens from now on; what waited goes on. */
  readonly change: (
    id: string,
    change: Partial<WebhookFields> & { readonly isEnabled?: boolean },
    by: AuditActor,
  ) => Promise<Webhook | null>;
  readonly remove: (id: string, by: AuditActor) => Promise<boolean>;
  /** A new secret; the ones before it sign beside it for `graceMs`. */
  readonly rotate: (
    id: string,
    graceMs: number,
    by: AuditActor,
  ) => Promise<{ readonly webhook: Webhook; readonly secret: string } | null>;
  /** Keeps a key pair for `x-siqsignature`, in place of the former one. */
  readonly keepKeys: (
    id: string,
    keys: { readonly publicKey: string; readonly privateKey: string },
    by: AuditActor,
  ) => Promise<boolean>;
  /** Disables it by itself, once. */
  readonly disable: (id: string, reason: Exclude<DisabledReason, 'by_hand'>) => Promise<void>;
};

const d = columnsAs(webhookDeliveries, 'd');
const SECRETS = 'webhooks.secrets';
const PRIVATE_KEY = 'webhooks.private_key';
const SECRET_BYTES = 32;

const secretsSchema = z.object({
  current: z.string(),
  former: z.array(z.object({ secret: z.string(), until: z.number() })),
});
const reasonSchema = wordOf(DISABLED_REASONS);

type Row = typeof webhooks.$inferSelect;

/** The endpoints in `database`. `clock`: when former secrets are over. */
export function createWebhookStore(
  { db }: Pick<Database, 'db'>,
  { secretBox, clock = Date.now }: { readonly secretBox: SecretBox; readonly clock?: () => number },
): WebhookStore {
  const seal = (id: string, secrets: z.infer<typeof secretsSchema>): string =>
    secretBox.seal(SECRETS, id, JSON.stringify(secrets));
  const open = ({ id, secretsSealed, privateKeySealed }: Row): WebhookSecrets => ({
    ...secretsSchema.parse(JSON.parse(secretBox.open(SECRETS, id, secretsSealed))),
    privateKey: privateKeySealed === null ? null : secretBox.open(PRIVATE_KEY, id, privateKeySealed),
  });
  /** Changes the row under its lock, and audits it. */
  const altering = (
    id: string,
    by: AuditActor,
    entry: Pick<AuditEntry, 'action' | 'details'>,
    alter: (row: Row) => Partial<typeof webhooks.$inferInsert>,
  ): Promise<Row | null> =>
    db.transaction(async (tx) => {
      const row = await locked(tx, id);
      if (row === null) return null;
      const [changed] = await tx.update(webhooks).set(alter(row)).where(eq(webhooks.id, id)).returning();
      await appendAudit(tx, by, { ...entry, target: { type: 'webhook', id } });
      return changed ?? null;
    });

  return {
    async list({ limit, after }) {
      const rows = await db
        .select()
        .from(webhooks)
        .where(after === undefined ? undefined : gt(webhooks.id, after))
        .orderBy(asc(webhooks.id))
        .limit(limit + 1);
      return toPage(rows.map(toWebhook), limit);
    },
    async find(id) {
      const [row] = await db.select().from(webhooks).where(eq(webhooks.id, id));
      return row === undefined ? null : toWebhook(row);
    },
    async findWithSecrets(id) {
      const [row] = await db.select().from(webhooks).where(eq(webhooks.id, id));
      return row === undefined ? null : { webhook: toWebhook(row), secrets: new Secret(open(row)) };
    },
    async counts(ids) {
      if (ids.length === 0) return new Map();
      // One part for each index of open and dead deliveries.
      const part = (condition: SQL): SQL =>
        sql`select ${d.webhookId} as id, ${d.status} as status from ${webhookDeliveries} d
            join ${webhookEvents} on ${webhookEvents.sequence} = ${d.sequence} and ${webhookEvents.webhookId} is null
            where ${d.webhookId} in ${ids} and ${condition}`;
      const { rows } = await db.execute<{ id: string; open: number; dead: number }>(
        sql`select id, count(*) filter (where status <> 'dead')::int as open,
              count(*) filter (where status = 'dead')::int as dead
            from (${part(IS_TO_TAKE)} union all ${part(IS_TAKEN)} union all ${part(WAITS_ALONE)} union all ${part(sql`${d.status} = 'dead'`)}) as counted
            group by id`,
      );
      return new Map(rows.map(({ id, open: waiting, dead }) => [id, { open: waiting, dead }]));
    },
    create: ({ isEnabled, ...fields }, by) =>
      db.transaction(async (tx) => {
        const id = newId();
        const secret = newWebhookSecret();
        const { events, brandIds, channelIds, ...rest } = fields;
        const values = {
          id,
          ...rest,
          events: [...events],
          brandIds: brandIds === null ? null : [...brandIds],
          channelIds: channelIds === null ? null : [...channelIds],
          secretsSealed: seal(id, { current: secret, former: [] }),
          ...(isEnabled ? {} : OFF_BY_HAND),
          cursor: sql`(${LAST_SEQUENCE})` as unknown as number,
        };
        const [row] = await tx.insert(webhooks).values(values).returning();
        if (row === undefined) throw new Error('The insert of a webhook returned no row.');
        await appendAudit(tx, by, { action: 'webhook.created', target: { type: 'webhook', id } });
        return { webhook: toWebhook(row), secret };
      }),
    async change(id, { isEnabled, ...fields }, by) {
      const names = [...Object.keys(fields), ...(isEnabled === undefined ? [] : ['isEnabled'])];
      const row = await altering(
        id,
        by,
        { action: 'webhook.changed', details: { fields: names } },
        ({ disabledAt }) => ({
          ...toColumns(fields),
          ...(isEnabled === false && disabledAt === null ? OFF_BY_HAND : {}),
          ...(isEnabled === true && disabledAt !== null ? switchedOn() : {}),
        }),
      );
      return row === null ? null : toWebhook(row);
    },
    remove: (id, by) =>
      db.transaction(async (tx) => {
        const gone = await tx.delete(webhooks).where(eq(webhooks.id, id)).returning({ id: webhooks.id });
        if (gone.length === 0) return false;
        await appendAudit(tx, by, { action: 'webhook.deleted', target: { type: 'webhook', id } });
        return true;
      }),
    async rotate(id, graceMs, by) {
      const secret = newWebhookSecret();
      const now = clock();
      const row = await altering(
        id,
        by,
        { action: 'webhook.rotated', details: { graceHours: graceMs / 3_600_000 } },
        (before) => {
          const { current, former } = open(before);
          const still = [{ secret: current, until: now + graceMs }, ...former].filter(
            ({ until }) => until > now && graceMs > 0,
          );
          return { secretsSealed: seal(id, { current: secret, former: still.slice(0, MOST_FORMER) }) };
        },
      );
      return row === null ? null : { webhook: toWebhook(row), secret };
    },
    async keepKeys(id, { publicKey, privateKey }, by) {
      const row = await altering(
        id,
        by,
        { action: 'webhook.changed', details: { fields: ['keys'] } },
        () => ({ publicKey, privateKeySealed: secretBox.seal(PRIVATE_KEY, id, privateKey) }),
      );
      return row !== null;
    },
    disable: (id, reason) =>
      db.transaction(async (tx) => {
        const row = await locked(tx, id);
        if (row === null || row.disabledAt !== null) return;
        await tx
          .update(webhooks)
          .set({ ...OFF_BY_HAND, disabledReason: reason })
          .where(eq(webhooks.id, id));
        await appendAudit(tx, SYSTEM, {
          action: 'webhook.disabled',
          target: { type: 'webhook', id },
          details: { reason },
        });
      }),
  };
}

/** Former secrets that sign beside the current one: a request has one signature for each. */
const MOST_FORMER = 4;
const LAST_SEQUENCE = sql`select coalesce(max(${webhookEvents.sequence}), 0) from ${webhookEvents}`;
const OFF_BY_HAND = {
  disabledAt: sql`clock_timestamp()` as unknown as Date,
  disabledReason: 'by_hand',
} as const;

/** Enabled again: what happened meanwhile can be replayed; what waited is taken up. */
function switchedOn() {
  return {
    disabledAt: null,
    disabledReason: null,
    failingSince: null,
    // What has happened already may have no sequence yet.
    toldFrom: sql`clock_timestamp()` as unknown as Date,
    cursor: sql`(${LAST_SEQUENCE})` as unknown as number,
    hasAsked: true,
  };
}

function toColumns({ events, brandIds, channelIds, ...rest }: Partial<WebhookFields>) {
  return {
    ...rest,
    ...(events === undefined ? {} : { events: [...events] }),
    ...(brandIds === undefined ? {} : { brandIds: brandIds === null ? null : [...brandIds] }),
    ...(channelIds === undefined ? {} : { channelIds: channelIds === null ? null : [...channelIds] }),
  };
}

async function locked(tx: Db, id: string): Promise<Row | null> {
  const [row] = await tx.select().from(webhooks).where(eq(webhooks.id, id)).for('no key update');
  return row ?? null;
}

function newWebhookSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
}

function toWebhook(row: Row): Webhook {
  const { id, url, events, brandIds, channelIds, format, description, publicKey } = row;
  return {
    id,
    url,
    events,
    brandIds,
    channelIds,
    format: format as WebhookFormat,
    description,
    disabled:
      row.disabledAt === null
        ? null
        : { at: toMs(row.disabledAt), reason: reasonSchema.parse(row.disabledReason) },
    publicKey,
    failingSince: toMsOrNull(row.failingSince),
    createdAt: toMs(row.createdAt),
  };
}
