import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { createChangeHub } from '../../src/api/live/change-hub';
import { ApiError } from '../../src/api/problems';
import { createSender, type SendDeps, type Sender } from '../../src/api/send-message';
import { createOutboxReconciler, type OutboxReconciler } from '../../src/intake/outbox-reconciler';
import { newId } from '../../src/platform/ids';
import { createAlerts } from '../../src/store/alerts/alerts';
import type { StoredConversation } from '../../src/store/conversations/conversation-rows';
import { createConversations } from '../../src/store/conversations/conversations';
import { openDatabase } from '../../src/store/engine/database';
import type { Database } from '../../src/store/engine/database-types';
import { isDatabaseAway } from '../../src/store/engine/errors';
import { createAttachments } from '../../src/store/files/attachments';
import { createOperatorStore } from '../../src/store/people/operators';
import { createErasedContacts } from '../../src/store/privacy/erased-contacts';
import { createInbox } from '../../src/store/transcript/inbox';
import { createOutbox, type IdempotencyKey } from '../../src/store/transcript/outbox';
import { createTranscript } from '../../src/store/transcript/transcript';
import type { WishResult } from '../../src/temporal/conversation-client';
import { createTestDatabaseUrl } from '../support/database';
import { type DatabaseLine, openDatabaseLine } from '../support/database-line';
import { eventually } from '../support/eventually';
import { createPlace, textItem } from '../support/scenario-store';
import { createThreadHost, type ThreadHost } from '../support/thread-host';

/** The API reaches the database through a line that is cut; the workflow has its own. */
let line: DatabaseLine;
let ofApi: Database;
let ofWorkflow: Database;
let host: ThreadHost;
let stored: StoredConversation;
let send: Sender;
let reconciler: OutboxReconciler;
/** What happens when the workflow is asked, before it answers. */
let onAsked: () => Promise<void>;
/** What the workflow answers to the API; null: what the rules say. */
let answer: WishResult | null;
/** Messages that the workflow was asked about. */
let asked: string[];

const viewer = { operatorId: 'li', name: 'Li', role: 'operator', isAdministrator: false };
const reply = (text: string, key: IdempotencyKey | null = null) =>
  send({
    stored,
    viewer,
    content: { type: 'text', text },
    whenBlocked: 'reject',
    key,
  } as unknown as Parameters<Sender>[0]).catch((error: unknown) => error as ApiError);
const transcript = () => createTranscript(ofWorkflow);
const texts = async () => {
  const rows = await transcript().ofConversation(stored.conversation.id, { afterSeq: 0, limit: 50 });
  return rows.map((row) => `${row.status ?? 'in'} ${String((row.content as { text?: string }).text)}`);
};
const reconcile = async (): Promise<void> => {
  const isBack = () =>
    ofApi.db.execute('select 1').then(
      () => true,
      () => false,
    );
  await eventually(isBack, 'the pool has connections again');
  await ofWorkflow.db.execute(`update messages set created_at = created_at - interval '1 minute'`);
  reconciler.wake();
  await reconciler.idle();
  await host.idle();
};

beforeAll(async () => {
  const url = await createTestDatabaseUrl();
  line = await openDatabaseLine(url);
  ofWorkflow = openDatabase({ databaseUrl: url });
  ofApi = openDatabase({ databaseUrl: line.url });
}, 60_000);
afterAll(async () => {
  await ofApi.close().catch(() => undefined);
  await ofWorkflow.close();
  await line.close();
});

beforeEach(async () => {
  await line.mend();
  asked = [];
  answer = null;
  onAsked = async () => undefined;
  host = createThreadHost(ofWorkflow);
  const place = await createPlace(ofWorkflow);
  const inbox = createInbox(ofWorkflow, { leaseMs: 1_000 });
  const item = textItem(newId(), newId());
  const { contactId, messageId } = await inbox.receive({ ...place, item, receivedAt: Date.now() });
  host.begin({ contactId, ...place });
  const { settings } = host.behaviour;
  const wrote = { type: 'contactWrote', settings, messageId, ageMs: 0, newConversationId: newId() } as const;
  await host.apply(contactId, wrote);
  const conversations = createConversations(ofApi, () => undefined);
  const id = host.threadOf(contactId).current?.id ?? '';
  stored = (await createConversations(ofWorkflow, () => undefined).get(id)) as StoredConversation;

  const outbox = createOutbox(ofApi);
  const logger = pino({ level: 'silent' });
  reconciler = createOutboxReconciler({
    outbox,
    conversations: host.client,
    logger,
    everyMs: 60_000,
    headStartMs: 0,
  });
  const read = createTranscript(ofApi);
  // The ten seconds of an answer are shortened to one.
  let looks = 0;
  const clock = (): number => Date.now() + (looks++ === 0 ? 0 : 9_000);
  const deps: SendDeps = {
    attachments: createAttachments(ofApi, { has: async () => true }),
    channels: { kindOf: async () => 'official_account' },
    conversations,
    operators: createOperatorStore(ofApi),
    outbox,
    transcript: read,
    hub: createChangeHub({
      database: ofApi,
      alerts: createAlerts(ofApi),
      erasedContacts: createErasedContacts(ofApi),
      conversations,
      transcript: read,
      logger,
    }),
    giveUpLater: (messageId) => reconciler.giveUpLater(messageId),
    logger,
    clock: () => clock(),
    conversationClient: {
      async reply(target, details) {
        asked.push(details.messageId);
        await onAsked();
        return answer ?? host.client.reply(target, details);
      },
    },
  };
  send = (request) => {
    looks = 0;
    return createSender(deps)(request);
  };
});
afterEach(() => reconciler.close());

describe('a reply that no one has accepted when the database fails', () => {
  beforeEach(() => {
    answer = { type: 'unavailable' };
    onAsked = async () => {
      await line.cut();
      // Until the pool has noticed: the next statement fails to connect.
      await sleep(300);
    };
  });

  it('is answered 201 as it is, and sent when its workflow takes it after all', async () => {
    expect(await reply('hello')).toMatchObject({ status: 'queued', text: 'hello' });
    await line.mend();
    await reconcile();
    expect(await texts()).toEqual([expect.stringMatching(/^in /), 'sent hello']);
  });

  it('is shown as failed if the rules refuse it by then', async () => {
    expect(await reply('hello')).toMatchObject({ status: 'queued' });
    await line.mend();
    await host.client.attend({ ...targetOf(stored), by: { operatorId: 'wang', isAdministrator: false } });
    await reconcile();
    expect(await texts()).toEqual([expect.stringMatching(/^in /), 'failed hello']);
  });

  it('is not refused with a 409 either if the refused row could not be removed', async () => {
    await host.client.attend({ ...targetOf(stored), by: { operatorId: 'wang', isAdministrator: false } });
    answer = null;
    expect(await reply('hello')).toMatchObject({ status: 'queued' });
    await line.mend();
    await reconcile();
    expect(await texts()).toEqual([expect.stringMatching(/^in /), 'failed hello']);
  });
});

describe('when the answer of the database is lost', () => {
  const unknown = {
    code: 'unavailable',
    facts: { reason: 'acceptance_unknown' },
    message: expect.stringContaining('Idempotency-Key'),
  };
  const key = { key: 'k', bodyHash: 'h' };

  it.each([
    ['with a key', key, /commit/],
    ['without a key', null, /insert into "messages"/],
  ])('to the commit of a reply %s, it is refused as unknown, and never sent', async (_, given, statement) => {
    line.cutAfter(statement);
    const refused = await reply('hello', given);
    expect(refused).toBeInstanceOf(ApiError);
    expect(refused).toMatchObject(unknown);
    await line.mend();
    await reconcile();
    expect(asked).toEqual([]);
    expect(await texts()).toEqual([expect.stringMatching(/^in /)]);
  });

  it('a repeat with the same key is sent once', async () => {
    line.cutAfter(/commit/);
    expect(await reply('hello', key)).toMatchObject(unknown);
    await line.mend();
    expect(await reply('hello', key)).toMatchObject({ status: expect.stringMatching(/queued|sending|sent/) });
    await reconcile();
    expect(await texts()).toEqual([expect.stringMatching(/^in /), 'sent hello']);
  });

  it('to its being given up, it is refused as unknown, and never sent', async () => {
    answer = { type: 'unavailable' };
    onAsked = async () => line.cutAfter(/'failed'/);
    expect(await reply('hello')).toMatchObject(unknown);
    await line.mend();
    answer = null;
    await reconcile();
    expect(await texts()).toEqual([expect.stringMatching(/^in /)]);
  });
});

it('is refused as unavailable if the database was down from the beginning', async () => {
  await line.cut();
  const refused = await reply('hello');
  // The problem handler makes a 503 of either (api/problems.ts): the pool may not have noticed yet that the line is
  // cut.
  const isUnavailable = refused instanceof ApiError && refused.code === 'unavailable';
  expect(isUnavailable || isDatabaseAway(refused)).toBe(true);
  await line.mend();
  await reconcile();
  expect(await texts()).toEqual([expect.stringMatching(/^in /)]);
});

function targetOf({ conversation: { id, contactId } }: StoredConversation) {
  return { contactId, conversationId: id };
}
