/** How contacts find the account. */
import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, time } from './columns';
import { channels } from './channels';

/** QR codes with a scene. WeChat knows no way to delete one: a row that is gone only is not listed any more. */
export const qrCodes = pgTable(
  'qr_codes',
  {
    id: text('id').primaryKey(),
    channelId: text('channel_id')
      .notNull()
      .references(() => channels.id),
    name: text('name').notNull(),
    /** What WeChat tells when somebody scans it. */
    scene: text('scene').notNull(),
    kind: text('kind', { enum: ['temporary', 'permanent'] }).notNull(),
    /** How long a temporary one was asked for, also when it is renewed; null: permanent. */
    expiresInSeconds: integer('expires_in_seconds'),
    ticket: text('ticket').notNull(),
    /** What the picture holds. */
    url: text('url').notNull(),
    expiresAt: time('expires_at'),
    /** Who comes by it is greeted with this; null: as the channel greets. */
    greeting: text('greeting'),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('qr_codes_scene_unique').on(table.channelId, table.scene),
    index('qr_codes_channel').on(table.channelId, table.id),
    index('qr_codes_permanent').on(table.channelId).where(sql`${table.kind} = 'permanent'`),
  ],
);
