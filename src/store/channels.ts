/** Channels: the connected Official Accounts, their secrets (sealed) and their settings (versioned). */
import { and, asc, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import { newId } from '../platform/ids';
import type { SecretBox } from '../platform/secret-box';
import { type ChannelFields, type ChannelRefusal, changedRow, emptyRow, NO_SECRETS } from './channel-change';
import {
  type Channel,
  type ChannelRow,
  type ChannelWithSecrets,
  toChannel,
  toChannelWithSecrets,
} from './channel-rows';
import type { Database, Db } from './database-types';
import { type Page, type PageRequest, toPage } from './page';
import { channels } from './schema/administration';

/** Told with the channel's id, after the commit, on every change that the webhook or a conversation must know of. */
export const CHANNELS_NOTICE = 'duihua_channels';

export type ChannelResult = { readonly channel: Channel } | { readonly refusal: ChannelRefusal };

export type ChannelStore = {
  /** The channels of these brands, oldest first, without deleted ones. */
  list(brandIds: readonly string[], page: PageRequest): Promise<Page<Channel>>;
  /** A channel of one of these brands; a deleted one is not found. */
  find(id: string, brandIds: readonly string[]): Promise<Channel | undefined>;
  /** With its secrets, deleted or not: for the webhook, for sending and for their cache. */
  findWithSecrets(id: string): Promise<ChannelWithSecrets | undefined>;
  /** All that are not deleted, with their secrets. */
  listWithSecrets(): Promise<readonly ChannelWithSecrets[]>;
  /** Makes a channel: `live` where nothing is missing, else a `draft`. An id may be given (sandbox). */
  create(channel: ChannelFields & { id?: string; brandId: string; name: string }): Promise<ChannelResult>;
  /** Changes a channel of one of these brands; undefined where there is none. A full draft becomes `live`. */
  update(id: string, brandIds: readonly string[], change: ChannelFields): Promise<ChannelResult | undefined>;
  /** Marks it as deleted; false where there is none. Its transcripts stay, its secrets are erased. */
  remove(id: string, brandIds: readonly string[]): Promise<boolean>;
  /** Records that WeChat's verification request came with a right signature. */
  markVerified(id: string): Promise<void>;
};

/** The channels in `database`. */
export function createChannelStore(
  { db }: Database,
  { secretBox }: { readonly secretBox: SecretBox },
): ChannelStore {
  const among = (brandIds: readonly string[]) =>
    and(inArray(channels.brandId, [...brandIds]), ne(channels.status, 'deleted'));
  const write = async (tx: Db, before: ChannelRow, fields: ChannelFields): Promise<ChannelResult> => {
    const after = changedRow(before, fields, secretBox);
    if (typeof after === 'string') return { refusal: after };
    await tx.insert(channels).values(after).onConflictDoUpdate({ target: channels.id, set: after });
    await tx.execute(sql`select pg_notify(${CHANNELS_NOTICE}, ${after.id})`);
    return { channel: toChannel(after) };
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
      if (brandIds.length === 0) return undefined;
      const [row] = await db
        .select()
        .from(channels)
        .where(and(eq(channels.id, id), among(brandIds)));
      return row && toChannel(row);
    },
    async findWithSecrets(id) {
      const [row] = await db.select().from(channels).where(eq(channels.id, id));
      return row && toChannelWithSecrets(row, secretBox);
    },
    async listWithSecrets() {
      const rows = await db.select().from(channels).where(ne(channels.status, 'deleted'));
      return rows.map((row) => toChannelWithSecrets(row, secretBox));
    },
    async create({ id = newId(), brandId, ...fields }) {
      return db.transaction((tx) => write(tx, emptyRow(id, brandId), fields));
    },
    async update(id, brandIds, change) {
      if (brandIds.length === 0) return undefined;
      return db.transaction(async (tx) => {
        const [row] = await tx
          .select()
          .from(channels)
          .where(and(eq(channels.id, id), among(brandIds)))
          .for('update');
        return row === undefined ? undefined : write(tx, row, change);
      });
    },
    async remove(id, brandIds) {
      if (brandIds.length === 0) return false;
      return db.transaction(async (tx) => {
        const removed = await tx
          .update(channels)
          .set({ status: 'deleted', ...NO_SECRETS })
          .where(and(eq(channels.id, id), among(brandIds)))
          .returning({ id: channels.id });
        if (removed.length > 0) await tx.execute(sql`select pg_notify(${CHANNELS_NOTICE}, ${id})`);
        return removed.length > 0;
      });
    },
    async markVerified(id) {
      await db.update(channels).set({ verifiedAt: sql`now()` }).where(eq(channels.id, id));
    },
  };
}
