/** Channels: the connected accounts, their secrets (sealed) and their settings (versioned). */
import { and, asc, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import type { ChannelKind } from '../../domain/channel-kinds';
import { newId } from '../../platform/ids';
import type { SecretBox } from '../../platform/secrets/secret-box';
import type { Database, Db } from '../engine/database-types';
import { foreignKeyViolation } from '../engine/errors';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { namesOf } from '../engine/sql';
import { type AuditActor, appendAudit, SYSTEM } from '../people/audit-log';
import { channels } from '../schema/channels';
import { brands } from '../schema/people';
import { eraseAccessToken, voidAccessToken } from './access-tokens';
import { forgetFailuresOfChannel } from './bot-failures';
import {
  type ChannelFields,
  type ChannelRefusal,
  changedFieldNames,
  changedRow,
  changedValues,
  emptyRow,
  isAccessTokenVoid,
  isOtherBot,
  NO_SECRETS,
} from './channel-change';
import {
  type Channel,
  type ChannelRow,
  type ChannelWithSecrets,
  openSecrets,
  toChannel,
} from './channel-rows';
import { eraseFormer, keepFormer, readFormer } from './former-secrets';

/** Notified with the channel's id, after the commit, of every change that the webhook or a conversation has to know. */
export const CHANNELS_NOTICE = 'duihua_channels';

export type ChannelResult = { readonly channel: Channel } | { readonly refusal: ChannelRefusal };

export type ChannelStore = {
  /** The channels of these brands, oldest first, without deleted ones. */
  list(brandIds: readonly string[], page: PageRequest): Promise<Page<Channel>>;
  /** A channel of one of these brands; null if there is none, or if it is deleted. */
  find(id: string, brandIds: readonly string[]): Promise<Channel | null>;
  /** Its kind, deleted or not, which never changes: read once by each process. */
  kindOf(id: string): Promise<ChannelKind>;
  /** With its secrets, deleted or not: for the webhook, for sending and for their cache. */
  findWithSecrets(id: string): Promise<ChannelWithSecrets | null>;
  /** All that are not deleted, with their secrets. */
  listWithSecrets(): Promise<readonly ChannelWithSecrets[]>;
  /** Creates a channel: `live` if nothing is missing, else a `draft`. The sandbox chooses the id itself. */
  create(
    channel: ChannelFields & { id?: string; brandId: string; name: string; kind?: ChannelKind | undefined },
    by?: AuditActor,
  ): Promise<ChannelResult>;
  /** Changes a channel of one of these brands; null if there is none. A complete draft becomes `live`. */
  update(
    id: string,
    brandIds: readonly string[],
    change: ChannelFields,
    by?: AuditActor,
  ): Promise<ChannelResult | null>;
  /** Marks it as deleted; false if there is none. Its transcripts stay, its secrets are erased. */
  remove(id: string, brandIds: readonly string[], by?: AuditActor): Promise<boolean>;
  /** Deletes the previous credentials of a channel at once; does nothing if there are none. */
  endFormer(id: string, by?: AuditActor): Promise<void>;
  /** A group is about to be deleted: nobody asks it any more when a bot has failed. */
  forgetFailureGroup(groupId: string): Promise<void>;
  /** Records that WeChat's verification request had a valid signature. */
  markVerified(id: string): Promise<void>;
};

/** The channels in `database`. */
export function createChannelStore(
  { db }: Database,
  { secretBox }: { readonly secretBox: SecretBox },
): ChannelStore {
  const kinds = new Map<string, ChannelKind>();
  const among = (brandIds: readonly string[]) =>
    and(inArray(channels.brandId, [...brandIds]), ne(channels.status, 'deleted'));
  const write = async (
    tx: Db,
    before: ChannelRow,
    fields: ChannelFields,
    by: AuditActor,
    isNew: boolean,
  ): Promise<ChannelResult> => {
    const after = changedRow(before, fields, secretBox);
    if (typeof after === 'string') return { refusal: after };
    await tx.insert(channels).values(after).onConflictDoUpdate({ target: channels.id, set: after });
    await keepFormer(tx, before, after);
    if (isAccessTokenVoid(before, after)) await voidAccessToken(tx, after.id);
    await tx.execute(sql`select pg_notify(${CHANNELS_NOTICE}, ${after.id})`);
    if (isOtherBot(before, after)) await forgetFailuresOfChannel(tx, after.id, by);
    const target = { type: 'channel', id: after.id } as const;
    const changed = changedFieldNames(before, after);
    if (isNew) await appendAudit(tx, by, { action: 'channel.created', target });
    else if (changed.length > 0) {
      const details = { fields: changed, ...changedValues(before, after) };
      await appendAudit(tx, by, { action: 'channel.changed', target, details });
    }
    return { channel: toChannel(after) };
  };
  const withSecrets = async (rows: readonly ChannelRow[]): Promise<readonly ChannelWithSecrets[]> => {
    const former = await readFormer(
      db,
      secretBox,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => ({
      channel: toChannel(row),
      secrets: openSecrets(row, secretBox),
      former: former.get(row.id) ?? [],
    }));
  };
  return {
    async list(brandIds, { limit, after }) {
      if (brandIds.length === 0) return { items: [], nextCursor: null };
      const rows = await db
        .select()
        .from(channels)
        .where(and(among(brandIds), after === undefined ? undefined : gt(channels.id, after)))
        .orderBy(asc(channels.id))
        .limit(limit + 1);
      return toPage(rows.map(toChannel), limit);
    },
    async find(id, brandIds) {
      if (brandIds.length === 0) return null;
      const [row] = await db
        .select()
        .from(channels)
        .where(and(eq(channels.id, id), among(brandIds)));
      return row === undefined ? null : toChannel(row);
    },
    async kindOf(id) {
      const known = kinds.get(id);
      if (known !== undefined) return known;
      const [row] = await db.select({ kind: channels.kind }).from(channels).where(eq(channels.id, id));
      if (row === undefined) return 'official_account';
      kinds.set(id, row.kind);
      return row.kind;
    },
    async findWithSecrets(id) {
      const [found] = await withSecrets(await db.select().from(channels).where(eq(channels.id, id)));
      return found ?? null;
    },
    async listWithSecrets() {
      return withSecrets(await db.select().from(channels).where(ne(channels.status, 'deleted')));
    },
    async create({ id = newId(), brandId, kind, ...fields }, by = SYSTEM) {
      return db.transaction(async (tx) => {
        const row = { ...emptyRow(id, brandId, kind), ...(await copiedFromBrand(tx, brandId)) };
        return write(tx, row, fields, by, true);
      });
    },
    async update(id, brandIds, change, by = SYSTEM) {
      if (brandIds.length === 0) return null;
      return unlessNoGroup(() =>
        db.transaction(async (tx) => {
          const [row] = await tx
            .select()
            .from(channels)
            .where(and(eq(channels.id, id), among(brandIds)))
            .for('update');
          return row === undefined ? null : write(tx, row, change, by, false);
        }),
      );
    },
    async remove(id, brandIds, by = SYSTEM) {
      if (brandIds.length === 0) return false;
      return db.transaction(async (tx) => {
        const removed = await tx
          .update(channels)
          .set({ status: 'deleted', ...NO_SECRETS })
          .where(and(eq(channels.id, id), among(brandIds)))
          .returning({ id: channels.id });
        if (removed.length === 0) return false;
        await eraseAccessToken(tx, id);
        await eraseFormer(tx, id);
        await tx.execute(sql`select pg_notify(${CHANNELS_NOTICE}, ${id})`);
        await appendAudit(tx, by, { action: 'channel.deleted', target: { type: 'channel', id } });
        return true;
      });
    },
    async endFormer(id, by = SYSTEM) {
      await db.transaction(async (tx) => {
        if (!(await eraseFormer(tx, id))) return;
        await tx.execute(sql`select pg_notify(${CHANNELS_NOTICE}, ${id})`);
        await appendAudit(tx, by, {
          action: 'channel.former_secrets_ended',
          target: { type: 'channel', id },
        });
      });
    },
    async forgetFailureGroup(groupId) {
      const channel = namesOf(channels);
      await db.execute(
        sql`with named as (
              update ${channels} set ${channel.settings} = jsonb_set(${channels.settings}, '{bot,failureGroupId}', 'null'),
                ${channel.settingsVersion} = ${channels.settingsVersion} + 1
              where ${channels.settings} #>> '{bot,failureGroupId}' = ${groupId} returning ${channels.id} as id
            ) select pg_notify(${CHANNELS_NOTICE}, id) from named`,
      );
    },
    async markVerified(id) {
      await db.update(channels).set({ verifiedAt: sql`now()` }).where(eq(channels.id, id));
    },
  };
}

/** What channels copy from their brand. The brand is locked, so that a change of it sees the new channel. */
async function copiedFromBrand(tx: Db, brandId: string): Promise<Pick<ChannelRow, 'routing' | 'hasHours'>> {
  const [brand] = await tx
    .select({ routing: brands.routing, hours: brands.hours })
    .from(brands)
    .where(eq(brands.id, brandId))
    .for('share');
  return { routing: brand?.routing ?? null, hasHours: (brand?.hours ?? null) !== null };
}

/** The group may be deleted at this moment. */
async function unlessNoGroup(work: () => Promise<ChannelResult | null>): Promise<ChannelResult | null> {
  try {
    return await work();
  } catch (error) {
    if (foreignKeyViolation(error) === 'channels_group_id_groups_id_fk') return { refusal: 'no_such_group' };
    throw error;
  }
}
