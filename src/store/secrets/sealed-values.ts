/** All sealed values in the database (platform/secrets/secret-box.ts): which keys they need, and how to reseal them. */
import { getTableName } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { type SecretBox, SecretUnreadable } from '../../platform/secrets/secret-box';
import type { Database, Db } from '../engine/database-types';
import { asRows, rowsOf } from '../engine/rows';
import { sql } from '../engine/sql';
import { appendAudit, SYSTEM } from '../people/audit-log';
import { pushSubscriptions, vapidKeys } from '../schema/alerts';
import { bots } from '../schema/bots';
import { channelAccessTokens, channelFormerSecrets, channels } from '../schema/channels';
import { rejectedDeliveries } from '../schema/deliveries';
import { sessions } from '../schema/people';
import { operatorTwoFactors } from '../schema/sign-in';
import { webhooks } from '../schema/webhooks';

/** A column of sealed values. A test finds columns named `…_sealed` that are missing here. */
type SealedColumn = {
  readonly table: string;
  readonly key: string;
  /** The column that its sealed values are bound to; usually the row's key. */
  readonly boundTo: string;
  readonly column: string;
  readonly purpose: string;
};

const former = channelFormerSecrets;
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  sealed(channels.appSecretSealed, 'channels.app_secret', channels.id),
  sealed(channels.tokenSealed, 'channels.token', channels.id),
  sealed(channels.encodingAesKeySealed, 'channels.encoding_aes_key', channels.id),
  // These stay bound to the id of the channel's row, where they were sealed.
  sealed(former.tokenSealed, 'channels.token', former.id, former.channelId),
  sealed(former.encodingAesKeySealed, 'channels.encoding_aes_key', former.id, former.channelId),
  sealed(channelAccessTokens.tokenSealed, 'channel_access_tokens.token', channelAccessTokens.channelId),
  sealed(rejectedDeliveries.bodySealed, 'rejected_deliveries.body', rejectedDeliveries.id),
  sealed(rejectedDeliveries.querySealed, 'rejected_deliveries.query', rejectedDeliveries.id),
  sealed(pushSubscriptions.subscriptionSealed, 'push_subscriptions.subscription', pushSubscriptions.id),
  sealed(bots.secretsSealed, 'bots.secrets', bots.id),
  sealed(webhooks.secretsSealed, 'webhooks.secrets', webhooks.id),
  sealed(webhooks.privateKeySealed, 'webhooks.private_key', webhooks.id),
  sealed(sessions.idTokenSealed, 'sessions.id_token', sessions.idHash),
  sealed(operatorTwoFactors.secretSealed, 'operator_two_factors.secret', operatorTwoFactors.operatorId),
  sealed(vapidKeys.privateKeySealed, 'vapid_keys.private_key', vapidKeys.id),
];

function sealed(column: PgColumn, purpose: string, key: PgColumn, boundTo = key): SealedColumn {
  const table = getTableName(column.table);
  return { table, key: key.name, boundTo: boundTo.name, column: column.name, purpose };
}

/** `SECRET_KEY` lacks a key that stored secrets need. The message says what to do and holds no key. */
export class SecretKeyMissing extends Error {
  override readonly name = 'SecretKeyMissing';
}

/**
 * Throws {@link SecretKeyMissing} if a stored secret was sealed with a key other than these. Only reads; tables that do
 * not exist yet are skipped.
 */
export async function assertKeysFit(db: Db, keyIds: readonly string[]): Promise<void> {
  const missing: { readonly keyId: string; readonly name: string; readonly count: number }[] = [];
  for (const { table, column } of await existing(db)) {
    const counts = await countByKey(db, table, column);
    for (const { keyId, count } of counts) {
      if (!keyIds.includes(keyId)) missing.push({ keyId, name: `${table}.${column}`, count });
    }
  }
  if (missing.length === 0) return;
  const total = missing.reduce((sum, { count }) => sum + count, 0);
  const lost = [...new Set(missing.map(({ keyId }) => keyId))].join(', ');
  const names = [...new Set(missing.map(({ name }) => name))].join(', ');
  throw new SecretKeyMissing(
    `SECRET_KEY: ${total} stored secrets (${names}) were sealed with another key (${lost}); this one is ` +
      `${keyIds.join(', ')}. Set the key that was used before, or, to change keys, append it to the new one with a ` +
      'comma: SECRET_KEY=new,old. If SECRET_KEY was not set, the key is in the file "secret-key" in DATA_DIR. Nothing was changed.',
  );
}

/** What became of a column's values. */
export type Resealed = {
  /** `table.column`. */
  readonly name: string;
  readonly resealed: number;
  /** None of the given keys opens them; they stay as they are. */
  readonly unreadable: number;
};

/**
 * Reseals everything that was not sealed with the box's first key, in batches. Safe to run at any time and any number
 * of times: a value that is changed in the meantime is skipped, and the next batch sees the new one. A run that changes
 * something is recorded in the audit log.
 */
export async function resealAll(
  { db }: Database,
  secretBox: SecretBox,
  options: { readonly atOnce?: number } = {},
): Promise<readonly Resealed[]> {
  const results: Resealed[] = [];
  for (const column of await existing(db)) {
    results.push(await resealColumn(db, secretBox, column, options.atOnce ?? 200));
  }
  const values = results.reduce((sum, { resealed }) => sum + resealed, 0);
  if (values > 0) {
    const details = { keyId: secretBox.keyIds[0] ?? '', values };
    await db.transaction((tx) => appendAudit(tx, SYSTEM, { action: 'secret_key.changed', details }));
  }
  return results;
}

async function resealColumn(
  db: Db,
  secretBox: SecretBox,
  { table, key, boundTo, column, purpose }: SealedColumn,
  atOnce: number,
): Promise<Resealed> {
  const [keyName, boundName, columnName, tableName] = [key, boundTo, column, table].map((name) =>
    sql.identifier(name),
  );
  const current = `v1.${secretBox.keyIds[0] ?? ''}.`;
  let after = '';
  let resealed = 0;
  let unreadable = 0;
  for (;;) {
    const rows = await rowsOf<{ key: string; row_id: string; sealed: string }>(
      db,
      sql`select ${keyName} as key, ${boundName} as row_id, ${columnName} as sealed from ${tableName}
          where ${columnName} is not null and not starts_with(${columnName}, ${current}) and ${keyName} > ${after}
          order by ${keyName} limit ${atOnce}`,
    );
    if (rows.length === 0) return { name: `${table}.${column}`, resealed, unreadable };
    after = rows.at(-1)?.key ?? after;
    const changes = rows.flatMap((row) => {
      const fresh = reseal(secretBox, purpose, row.row_id, row.sealed);
      if (fresh === null) unreadable += 1;
      return fresh === null ? [] : [{ key: row.key, old: row.sealed, fresh }];
    });
    const changed = await rowsOf<{ key: string }>(
      db,
      sql`update ${tableName} as sealed_values set ${columnName} = input.fresh
          from ${asRows(changes, 'key text, old text, fresh text')}
          where sealed_values.${keyName} = input.key and sealed_values.${columnName} = input.old
          returning input.key`,
    );
    resealed += changed.length;
  }
}

/** The same value sealed with the first key; null if no key opens it. */
function reseal(secretBox: SecretBox, purpose: string, rowId: string, sealed: string): string | null {
  try {
    return secretBox.seal(purpose, rowId, secretBox.open(purpose, rowId, sealed));
  } catch (error) {
    if (error instanceof SecretUnreadable) return null;
    throw error;
  }
}

/** How many stored values each key has sealed. */
export async function keysInUse({ db }: Pick<Database, 'db'>): Promise<ReadonlyMap<string, number>> {
  const totals = new Map<string, number>();
  for (const { table, column } of await existing(db)) {
    for (const { keyId, count } of await countByKey(db, table, column)) {
      totals.set(keyId, (totals.get(keyId) ?? 0) + count);
    }
  }
  return totals;
}

async function countByKey(
  db: Db,
  table: string,
  column: string,
): Promise<readonly { readonly keyId: string; readonly count: number }[]> {
  const name = sql.identifier(column);
  const rows = await rowsOf<{ key_id: string; count: number }>(
    db,
    sql`select split_part(${name}, '.', 2) as key_id, count(*)::int as count from ${sql.identifier(table)}
        where ${name} is not null group by 1`,
  );
  return rows.map(({ key_id: keyId, count }) => ({ keyId, count }));
}

/** The columns that this database has: an older or empty one may lack some. */
async function existing(db: Db): Promise<readonly SealedColumn[]> {
  const rows = await rowsOf<{ name: string }>(
    db,
    sql`select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = current_schema()`,
  );
  const there = new Set(rows.map(({ name }) => name));
  return SEALED_COLUMNS.filter(({ table, column }) => there.has(`${table}.${column}`));
}
