/** Tells all processes that an operator is in a conversation, by a notice; nothing is stored. */
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { PRESENCE_STATES } from '../../domain/presence';
import type { Database } from '../engine/database-types';
import { hearNotice } from '../engine/hear-notice';

const PRESENCE_CHANNEL = 'duihua_presence';

const noticeSchema = z.object({
  conversationId: z.string(),
  brandId: z.string(),
  operator: z.object({ id: z.string(), name: z.string() }),
  state: z.enum(PRESENCE_STATES),
});

/** An operator is there, is typing, or has left. A name has at most 100 characters, so it fits into a notice. */
export type PresenceNotice = z.infer<typeof noticeSchema>;

export type PresenceNotices = {
  readonly announce: (notice: PresenceNotice) => Promise<void>;
  /** Calls `hear` for the notices of all processes, this one's too; returns the function that ends it. */
  readonly listen: (hear: (notice: PresenceNotice) => void) => Promise<() => Promise<void>>;
};

/** Notices over `database`. */
export function createPresenceNotices({ db, listen }: Pick<Database, 'db' | 'listen'>): PresenceNotices {
  return {
    async announce(notice) {
      await db.execute(sql`select pg_notify(${PRESENCE_CHANNEL}, ${JSON.stringify(notice)})`);
    },
    // A kind of presence that only a newer release knows is ignored: it is over in seconds.
    listen: (hear) => listen(PRESENCE_CHANNEL, hearNotice(noticeSchema, hear)),
  };
}
