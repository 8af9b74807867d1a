/** Rows that tests of the store start from. */
import { sql } from 'drizzle-orm';
import { beginConversation } from '../../src/domain/chain/begin-conversation';
import type { Projection } from '../../src/domain/chain/projection';
import type { Conversation, OutboundMessage } from '../../src/domain/conversation/conversation';
import type { InboundItem } from '../../src/domain/messages/inbound';
import { DEFAULT_SETTINGS } from '../../src/domain/settings';
import { newId } from '../../src/platform/ids';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { createChannelStore } from '../../src/store/channels/channels';
import { createProjections } from '../../src/store/conversations/projections';
import type { Database } from '../../src/store/engine/database-types';
import { rowsOf } from '../../src/store/engine/rows';
import { createBrandStore } from '../../src/store/people/brands';
import { createInbox } from '../../src/store/transcript/inbox';
import { createOutbox, type NewMessage } from '../../src/store/transcript/outbox';

export type Place = { readonly brandId: string; readonly channelId: string };

/** A channel to write to. */
export async function createPlace(database: Database): Promise<Place> {
  const brand = await createBrandStore(database).create({ name: 'Tea' });
  const channels = createChannelStore(database, { secretBox: createSecretBox([Buffer.alloc(32, 7)]) });
  const created = await channels.create({ brandId: brand.id, name: 'Sandbox' });
  if (!('channel' in created)) throw new Error(created.refusal);
  return { brandId: brand.id, channelId: created.channel.id };
}

/** A text of a contact, as the webhook passes it on. */
export function textItem(openId: string, key: string): InboundItem {
  return {
    direction: 'inbound',
    openId,
    action: 'message',
    content: { type: 'text', text: key },
    wechatMessageId: null,
    wechatCreatedAt: null,
    dedupKey: key,
  };
}

export type Begun = {
  readonly contactId: string;
  readonly conversation: Conversation;
  /** The first message's id. */
  readonly messageId: string;
};

/** A contact whose first message is stored, and the conversation that it begins; no projection is written yet. */
export async function beginOne(database: Database, place: Place, openId = newId()): Promise<Begun> {
  const inbox = createInbox(database, { leaseMs: 1_000 });
  const item = textItem(openId, newId());
  const stored = await inbox.receive({ channelId: place.channelId, item, receivedAt: Date.now() });
  const { contactId, messageId } = stored;
  const conversation = beginConversation({
    id: newId(),
    contactId,
    ...place,
    settings: { ...DEFAULT_SETTINGS, version: 1 },
    ageMs: 0,
    now: Date.now(),
  });
  return { contactId, conversation, messageId };
}

/** A text with which Li replies, as the API prepares it. */
export function replyOf({ contactId, conversation }: Begun): NewMessage {
  return {
    conversationId: conversation.id,
    contactId,
    channelId: conversation.channelId,
    operatorId: 'li',
    content: { type: 'text', text: 'hello' },
    whenBlocked: 'reject',
  };
}

/** Prepares such a reply, and writes at `version` that it is queued; its id. */
export async function queueReply(database: Database, begun: Begun, version: number): Promise<string> {
  const prepared = await createOutbox(database).prepare(replyOf(begun), null);
  if (prepared.type !== 'new') throw new Error(prepared.type);
  const { messageId } = prepared;
  const conversationId = begun.conversation.id;
  const queued = { messageId, status: 'queued', error: null, conversationId, version } as const;
  await createProjections(database)(projectionOf(begun, version, { statuses: [queued] }));
  return messageId;
}

/** A projection of a conversation at a version, with the given rows and those of its unsettled messages. */
export function projectionOf(
  { contactId, conversation: begun }: Begun,
  version: number,
  changes: Partial<Projection> = {},
): Projection {
  const onTheirWay = (changes.statuses ?? []).flatMap(({ messageId, status }): OutboundMessage[] =>
    status === 'queued' || status === 'held'
      ? [
          {
            messageId,
            status,
            operatorId: 'li',
            kind: 'text',
            whenBlocked: 'hold',
            chargedToMain: status === 'queued',
            chargedToTrigger: null,
            attempts: 0,
            busyAnswers: 0,
            notBefore: null,
          },
        ]
      : [],
  );
  const conversation = { ...begun, outbound: [...begun.outbound, ...onTheirWay] };
  return {
    contactId,
    version,
    now: Date.now(),
    runId: 'run-1',
    conversations: [conversation],
    files: [],
    statuses: [],
    ...changes,
  };
}

/** A row of the transcript, as it is in the table. */
export async function rowOf(database: Database, messageId: string) {
  const [row] = await rowsOf<{
    id: string;
    seq: number | null;
    status: string | null;
    conversation_id: string | null;
    error: unknown;
  }>(database.db, sql`select id, seq, status, conversation_id, error from messages where id = ${messageId}`);
  return row;
}
