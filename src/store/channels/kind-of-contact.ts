import { eq } from 'drizzle-orm';
import type { ChannelKind } from '../../domain/channel-kinds';
import type { Database } from '../engine/database-types';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';

/** The kind of the channel that a contact writes to; null: there is no such contact. */
export async function kindOfContact(
  { db }: Pick<Database, 'db'>,
  contactId: string,
): Promise<ChannelKind | null> {
  const [row] = await db
    .select({ kind: channels.kind })
    .from(contacts)
    .innerJoin(channels, eq(channels.id, contacts.channelId))
    .where(eq(contacts.id, contactId));
  return row?.kind ?? null;
}
