/** Deliveries in the form of SalesIQ’s webhooks, so that a receiver made for them works. */
import { SALESIQ_EVENTS } from '../domain/webhooks/salesiq-events';
import type { DueDelivery } from '../store/webhooks/due-delivery';
import { type EventObjects, MOST_BYTES } from './body';

/** What a conversation in SalesIQ's form has that the API's does not. */
export type SalesiqFacts = {
  /** What the contact wrote first: its text, else what it is in a few words; null: nothing is left of it. */
  readonly question: string | null;
  /** Of whoever attends. */
  readonly ownerEmail: string | null;
};

export type ReadSalesiqFacts = (conversationId: string, operatorId: string | null) => Promise<SalesiqFacts>;

const VERSION = 1;
type Fields = Readonly<Record<string, unknown>>;

/** The body, at most 20 kB: a text that makes it longer is left out. `readFacts` is called only where it is needed. */
export async function toSalesiqBody(
  due: DueDelivery,
  { conversation, message }: EventObjects,
  webhookId: string,
  readFacts: ReadSalesiqFacts,
): Promise<string> {
  const { event, conversationId, channelId } = due;
  const known = (SALESIQ_EVENTS as Readonly<Record<string, string>>)[event];
  const entityOf = async (): Promise<Fields> => {
    if (conversation === undefined || conversationId === null) return {};
    const visitor = toVisitor(conversation);
    if (message !== undefined) {
      return {
        id: conversationId,
        visitor_conversation_id: conversationId,
        message: toMessage(message, event),
        visitor,
      };
    }
    const owner = fieldsOf(conversation['operator']);
    const facts = await readFacts(conversationId, owner === null ? null : String(owner['id']));
    return toConversation(conversation, facts, { channelId, owner, visitor });
  };
  const entity = await entityOf();
  const envelope = {
    webhook: { id: webhookId },
    org_id: conversation?.['brandId'] ?? null,
    app_id: channelId,
    version: VERSION,
    entity_type: known === undefined ? 'webhook' : 'conversation',
    event: known ?? event,
    entity_id: known === undefined ? webhookId : conversationId,
    event_time: due.at,
    attempt: due.tries + 1,
  };
  const body = JSON.stringify({ ...envelope, entity });
  if (Buffer.byteLength(body) <= MOST_BYTES) return body;
  return JSON.stringify({ ...envelope, entity: withoutText(entity) });
}

function withoutText({ message, ...entity }: Fields): Fields {
  const shown = fieldsOf(message);
  if (shown === null) return { ...entity, question: null };
  const meta = { type: fieldsOf(shown['meta'])?.['type'], omitted: ['text'] };
  return { ...entity, message: { ...shown, text: null, meta } };
}

const STATUSES: Readonly<Record<string, string>> = {
  completed: 'Closed',
  active: 'Attended Online',
  missed: 'Missed',
};

function toConversation(
  conversation: Fields,
  { question, ownerEmail }: SalesiqFacts,
  {
    channelId,
    owner,
    visitor,
  }: { readonly channelId: string | null; readonly owner: Fields | null; readonly visitor: Fields },
): Fields {
  const id = conversation['id'];
  const status = STATUSES[String(conversation['state'])];
  return {
    id,
    visitor_conversation_id: id,
    reference_id: id,
    app_id: channelId,
    department_id: conversation['brandId'] ?? null,
    question,
    ...msOf('opened_time', conversation['startedAt']),
    ...msOf('attended_time', conversation['attendedAt']),
    ...msOf('missed_time', conversation['missedAt']),
    ...msOf('end_time', conversation['completedAt']),
    ...(owner === null ? {} : { owner: { id: owner['id'], name: owner['name'], email_id: ownerEmail } }),
    visitor,
    ...(conversation['completedReason'] == null
      ? {}
      : { ended_by: endedBy(conversation['completedReason']) }),
    ...(status === undefined ? {} : { status }),
  };
}

function toVisitor(conversation: Fields): Fields {
  const contact = fieldsOf(conversation['contact']);
  return { id: contact?.['id'] ?? null, name: contact?.['name'] ?? null, email_id: null, channel: 'WeChat' };
}

/** What nobody typed (greetings, macros) comes from a bot, for SalesIQ. */
const SENDERS: Readonly<Record<string, string>> = {
  contact: 'visitor',
  operator: 'operator',
  bot: 'bot',
  system: 'bot',
};

function toMessage(message: Fields, event: string): Fields {
  const { id, text, summary, type, attachment, deleted } = message;
  const sender = fieldsOf(message['sender']);
  // Of what was deleted only this is known.
  const side = event === 'message.received' ? 'visitor' : 'operator';
  return {
    msgid: id,
    text: text ?? summary ?? null,
    meta: deleted === true ? { deleted } : { type, ...(attachment === undefined ? {} : { attachment }) },
    sender: {
      id: sender?.['id'] ?? message['contactId'] ?? null,
      name: sender?.['name'] ?? null,
      type: SENDERS[String(sender?.['kind'])] ?? side,
    },
  };
}

function endedBy(reason: unknown): 'agent' | 'visitor' | 'system' {
  if (reason === 'operator') return 'agent';
  return reason === 'unsubscribed' ? 'visitor' : 'system';
}

/** An instant as SalesIQ writes it: epoch ms in text; nothing where it is not there. */
function msOf(name: string, at: unknown): Fields {
  return typeof at === 'string' ? { [name]: String(Date.parse(at)) } : {};
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? (value as Fields) : null;
}
