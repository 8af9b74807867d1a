/** QR codes that lead contacts to the account. */
import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { channels } from './channels';
import { createdAt, time } from './columns';
import { groups } from './routing';

/** QR codes with a scene. WeChat cannot delete one: deleting the row only removes it from our list. */
export const qrCodes = pgTable(
  'qr_codes',
  {
    id: text('id').primaryKey(),
    channelId: text('channel_id')
      .notNull()
      .references(() => channels.id),
    name: text('name').notNull(),
    /** What WeChat sends when someone scans the code. */
    scene: text('scene').notNull(),
    kind: text('kind', { enum: ['temporary', 'permanent'] }).notNull(),
    /** The lifetime requested for a temporary code and its renewals; null: permanent. */
    expiresInSeconds: integer('expires_in_seconds'),
    ticket: text('ticket').notNull(),
    /** What the image encodes. */
    url: text('url').notNull(),
    expiresAt: time('expires_at'),
    /** The greeting for contacts who scan it; null: the channel's greeting. */
    greeting: text('greeting'),
    /** The group for conversations of contacts who scan it; null: the channel's. */
    groupId: text('group_id').references(() => groups.id, { onDelete: 'set null' }),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('qr_codes_scene_unique').on(table.channelId, table.scene),
    index('qr_codes_channel').on(table.channelId, table.id),
    index('qr_codes_permanent').on(table.channelId).where(sql`${table.kind} = 'permanent'`),
  ],
);
