/** Conditions on an event `e`, its delivery `d` and the endpoint `w`, used by several statements. */
import { SALESIQ_EVENTS } from '../../domain/webhooks/salesiq-events';
import { columnsAs, sql } from '../engine/sql';
import { messages } from '../schema/messages';
import { webhookDeliveries, webhookEvents, webhooks } from '../schema/webhooks';

const e = columnsAs(webhookEvents, 'e');
const d = columnsAs(webhookDeliveries, 'd');
const w = columnsAs(webhooks, 'w');
const m = columnsAs(messages, 'm');
const earlier = columnsAs(messages, 'earlier');

/** The thread in which an event keeps its order: a conversation, else a contact, else a channel. */
export const THREAD = sql`coalesce(${e.conversationId}, ${e.contactId}, ${e.channelId}, '')`;

/** Its last try was not made yet. These four conditions are in the words of the indexes. */
const IS_OPEN = sql`${d.status} in ('pending', 'failed')`;
const IS_FOR_LANES = sql`${IS_OPEN} and (not ${d.isAlone} or ${d.isDue})`;

/** The workflow of its endpoint has to deliver it, and does not know of it. */
export const IS_TO_TAKE = sql`(${IS_FOR_LANES} and ${d.takenBy} is null)`;

/** The workflow of its endpoint has it in its lanes, or as the tail of a thread that waits. */
export const IS_TAKEN = sql`(${IS_FOR_LANES} and ${d.takenBy} is not null)`;

/** A workflow of its own waits for its next try (a test, which nobody waits for, has none). */
export const WAITS_ALONE = sql`(${IS_OPEN} and ${d.isAlone} and not ${d.isDue})`;

/** Not `WAITS_ALONE`, in the words of the index of threads. */
export const IS_IN_THREAD = sql`(${IS_OPEN} and not ${d.isAlone})`;

/** It waits alone, and nobody has ended its pause: its workflow is lost. */
export const IS_LOST = sql`(${WAITS_ALONE} and ${d.nextAttemptAt} < clock_timestamp() - interval '10 minutes')`;

/** Whether the endpoint is told of the event. */
export const IS_SELECTED = sql`(${w.events} && array['*', ${e.event}]
  and (${w.brandIds} is null or ${e.brandId} = any (${w.brandIds}))
  and (${w.channelIds} is null or ${e.channelId} = any (${w.channelIds}))
  -- A greeting may leave outside of a conversation: SalesIQ knows no such thing.
  and (${w.format} <> 'salesiq' or (${e.event} in ${Object.keys(SALESIQ_EVENTS)} and ${e.conversationId} is not null
    -- The first message stands in what tells that the conversation began.
    and (${e.event} <> 'message.received' or exists (select from ${messages} m join ${messages} earlier
      on ${earlier.conversationId} = ${m.conversationId} and ${earlier.action} = 'message' and ${earlier.seq} < ${m.seq}
      where ${m.id} = ${e.messageId})))))`;
