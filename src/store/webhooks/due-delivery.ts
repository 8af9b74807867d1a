/** Where a delivery stands, as the one who tries it reads it. */
import type { SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { DeliveryState } from '../../domain/webhooks/events';
import { atContact, readClockMoves } from '../contacts/contact-clock';
import { toMs, toMsOrNull } from '../engine/rows';
import { columnsAs, type RowOf, sql } from '../engine/sql';
import { contacts } from '../schema/contacts';
import { webhookDeliveries, webhookEvents } from '../schema/webhooks';

/** An event and where it stands at one endpoint. Times are epoch ms. */
export type DueDelivery = {
  readonly sequence: number;
  /** `webhook-id`. */
  readonly eventId: string;
  readonly event: string;
  readonly channelId: string | null;
  readonly conversationId: string | null;
  readonly contactId: string | null;
  readonly messageId: string | null;
  /** When it happened, by the contact's clock. */
  readonly at: number;
  readonly status: DeliveryState;
  readonly cycle: number;
  /** How often something of its contact was deleted. */
  readonly forgotten: number;
  readonly firstTryAt: number | null;
  readonly step: number;
  /** How many tries in a row were made because `Retry-After` asked for them. */
  readonly asked: number;
  /** When it is tried again, by the clock of its workflow; null: as soon as its turn comes. */
  readonly nextAttemptAt: number | null;
  /** The later ones pass; a workflow of its own waits for its next try. */
  readonly isAlone: boolean;
  /** That workflow has waited: it is tried as soon as its turn comes. */
  readonly isDue: boolean;
  /** How many tries are known, of all cycles: the last 50 at most. */
  readonly tries: number;
};

const attemptsSchema = z.array(z.unknown());
const e = columnsAs(webhookEvents, 'e');
const d = columnsAs(webhookDeliveries, 'd');

export type DueRow = RowOf<
  typeof webhookDeliveries,
  | 'sequence'
  | 'status'
  | 'cycle'
  | 'forgotten'
  | 'firstTryAt'
  | 'step'
  | 'asked'
  | 'nextAttemptAt'
  | 'isAlone'
  | 'isDue'
  | 'attempts'
> &
  RowOf<typeof webhookEvents, 'event' | 'channelId' | 'conversationId' | 'contactId' | 'messageId' | 'at'> & {
    readonly event_id: string;
    readonly clock_moves: unknown;
  };

/** What {@link toDue} reads, of a delivery `d` and its event `e`. */
export const DUE_COLUMNS: SQL = sql`${d.sequence}, ${d.status}, ${d.cycle}, ${d.forgotten}, ${d.firstTryAt}, ${d.step}, ${d.asked}, ${d.nextAttemptAt}, ${d.isAlone}, ${d.isDue},
  ${d.attempts},
  ${e.id} as event_id, ${e.event}, ${e.channelId}, ${e.conversationId}, ${e.contactId}, ${e.messageId}, ${e.at},
  (select ${contacts.clockMoves} from ${contacts} where ${contacts.id} = ${e.contactId}) as clock_moves`;

/** The row as a {@link DueDelivery}. */
export function toDue(row: DueRow): DueDelivery {
  return {
    sequence: Number(row.sequence),
    eventId: row.event_id,
    event: row.event,
    channelId: row.channel_id,
    conversationId: row.conversation_id,
    contactId: row.contact_id,
    messageId: row.message_id,
    at: atContact(toMs(row.at), readClockMoves(row.clock_moves)),
    status: row.status,
    cycle: row.cycle,
    forgotten: row.forgotten,
    firstTryAt: toMsOrNull(row.first_try_at),
    step: row.step,
    asked: row.asked,
    nextAttemptAt: toMsOrNull(row.next_attempt_at),
    isAlone: row.is_alone,
    isDue: row.is_due,
    tries: attemptsSchema.parse(row.attempts).length,
  };
}
