/**
 * A contact writes a thousand messages in bursts of fifty and is answered a hundred times meanwhile, while the workflow
 * continues as new as soon as it can after 50 events: nothing is lost, doubled or out of order. Deliveries that WeChat repeats and requests
 * that the API repeats under their keys are recognised in later runs, too. The run prints its seed and how often the
 * workflow continued as new; `DUIHUA_TEST_SEED` repeats it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { sha256 } from '../../src/platform/ids';
import { rowsOf } from '../../src/store/engine/rows';
import { createOutbox, type Prepared } from '../../src/store/transcript/outbox';
import type { TranscriptMessage } from '../../src/store/transcript/transcript';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { type Desk, startDesk } from '../support/desk';
import { eventually } from '../support/eventually';
import { type Customer, createScenario, type Scenario } from '../support/scenario';
import { eventNames, historiesOf, replay } from '../support/scenario-replay';
import { randomFrom } from '../support/seeded-random';

jest.setTimeout(900_000);

const MESSAGES = 1_000;
const REPLIES = 100;
const ROLL_AFTER_EVENTS = 50;
const MESSAGES_PER_REPLY = MESSAGES / REPLIES;
/** A run ends only where nothing is under way, so the contact pauses after so many messages. */
const BURST = 50;
/** So many replies may be missing before the contact waits for them, so that both go on until the end. */
const MOST_BEHIND = 3;
const REPEATED_SHARE = 0.2;
const FIRST_MSG_ID = 9_000_000_000_000_000;

const SEED = Number(process.env['DUIHUA_TEST_SEED'] ?? Date.now() % 1_000_000);
const random = randomFrom(SEED);

let desk: Desk;
let scenario: Scenario;
beforeAll(async () => {
  process.stdout.write(`Continue-as-new during a burst: seed ${SEED}\n`);
  desk = await startDesk({ rollAfterEvents: ROLL_AFTER_EVENTS });
  scenario = createScenario(desk);
}, 60_000);
afterAll(() => desk?.close());

const inText = (number: number): string => `in ${number}`;
const outText = (number: number): string => `out ${number}`;
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

test(`${MESSAGES} messages and ${REPLIES} replies across many runs are there once and in order`, async () => {
  const customer = scenario.customer();
  const operator = await scenario.operator('Li');
  const outbox = createOutbox(desk.database);
  const startedAt = performance.now();

  const delivers = async (number: number, isParallel = false): Promise<void> => {
    const msgId = String(FIRST_MSG_ID + number);
    const { delivered } = await customer.sends({
      type: 'text',
      text: inText(number),
      msgId,
      parallel: isParallel,
    });
    if (!delivered) throw new Error(`The webhook did not take message ${number}.`);
  };
  const prepares = async (number: number): Promise<Prepared> => {
    const { conversation } = await customer.conversation();
    const { id: conversationId, contactId, channelId } = conversation;
    const content = { type: 'text', text: outText(number) } as const;
    const message = { conversationId, contactId, channelId, content, whenBlocked: 'reject' } as const;
    const key = { key: `reply ${number}`, bodyHash: sha256(content.text) };
    return outbox.prepare({ ...message, operatorId: operator.operatorId }, key);
  };
  /** As the API asks; a reply that meets the limit is taken back, and asked for again after the contact's next message. */
  const replies = async (number: number): Promise<string> => {
    for (;;) {
      const prepared = await prepares(number);
      if (prepared.type !== 'new') throw new Error(`The key of reply ${number} is ${prepared.type}.`);
      const { messageId } = prepared;
      const result = await customer.repeat(messageId, operator);
      if (result.type === 'accepted') return messageId;
      if (result.type !== 'refused' || result.refusal.code !== 'consecutive_limit_reached')
        throw new Error(`Reply ${number}: ${JSON.stringify(result)}`);
      refusals += 1;
      await outbox.discard(messageId);
      await sleep(20);
    }
  };

  let delivered = 0;
  let refusals = 0;
  const accepted: string[] = [];
  const repeats: Promise<void>[] = [];
  const writes = async (): Promise<void> => {
    while (delivered < MESSAGES) {
      if (delivered / MESSAGES_PER_REPLY - accepted.length > MOST_BEHIND) {
        await sleep(5);
        continue;
      }
      await delivers(delivered);
      delivered += 1;
      if (random() < REPEATED_SHARE) repeats.push(delivers(Math.floor(random() * delivered), true));
      if (delivered % BURST === 0) {
        const isAnswered = (): boolean =>
          accepted.length > delivered / MESSAGES_PER_REPLY || accepted.length === REPLIES;
        await eventually(isAnswered, `${delivered} messages are answered`, 60_000);
        await customer.isFiled();
        await customer.rests();
      }
    }
  };
  const answers = async (): Promise<void> => {
    await customer.isFiled();
    while (accepted.length < REPLIES) {
      if (delivered < accepted.length * MESSAGES_PER_REPLY) await sleep(5);
      else accepted.push(await replies(accepted.length));
    }
  };
  await Promise.all([writes(), eventually(() => delivered > 0, 'the first message').then(answers)]);
  await Promise.all(repeats);
  await customer.isFiled();
  for (const messageId of accepted) await customer.settles(messageId, 'sent', 60_000);
  const seconds = (performance.now() - startedAt) / 1_000;

  const rows = await transcriptOf(customer);
  expectAllOnceInOrder(rows);
  expect(idsOf(rows, 'outbound')).toEqual(accepted);
  expect(customer.received()).toEqual(numbers(REPLIES).map(outText));
  const workflowId = conversationWorkflowId(await customer.contactId());
  await customer.rests();
  const before = await historiesOf(desk, workflowId);

  // Ids of all ages: those that the run still has in mind, and those that only the store knows.
  for (const number of numbers(REPLIES)) {
    expect(await prepares(number)).toEqual({ type: 'known', messageId: accepted[number] });
  }
  for (const messageId of accepted.slice(-3))
    expect(await customer.repeat(messageId, operator)).toMatchObject({ type: 'accepted' });
  for (let repeat = 0; repeat < REPLIES; repeat += 1) await delivers(Math.floor(random() * MESSAGES));
  const { conversation } = await customer.conversation();
  const received = idsOf(rows, 'inbound');
  const messageIds = [...received.slice(0, 10), ...received.slice(-10)];
  for (const messageId of messageIds) {
    const facts = [{ type: 'contactWrote', messageId, ageMs: 0 }] as const;
    await desk.conversationClient.signal(conversation.contactId, { facts, settings: conversation.settings });
  }
  await customer.isFiled();
  await customer.rests();
  expect(await transcriptOf(customer)).toEqual(rows);
  expect(customer.received()).toHaveLength(REPLIES);
  const view = await customer.view();
  expect(view?.conversation).toMatchObject({
    unread: conversation.unread,
    consecutive: conversation.consecutive,
  });
  expect((await customer.conversations()).map((one) => one.conversation.id)).toEqual([conversation.id]);
  expect(await countRows(customer)).toEqual({ inbound: MESSAGES, outbound: REPLIES });

  const runs = await historiesOf(desk, workflowId);
  const lengths = runs.map(({ history }) => eventNames(history).length);
  process.stdout.write(
    `${MESSAGES} messages (${repeats.length} repeated meanwhile) and ${REPLIES} replies in ${seconds.toFixed(0)} s, ` +
      `${refusals} refused first; ${before.length - 1} rolls, ${runs.length - 1} with the repeats, ` +
      `the longest run has ${Math.max(...lengths)} events\n`,
  );
  expect(before.length - 1).toBeGreaterThan(10);
  await replay(runs);
});

/** Every message and every reply once, each kind in its order, in one conversation, with rising numbers. */
function expectAllOnceInOrder(rows: readonly TranscriptMessage[]): void {
  const texts = (direction: string): readonly unknown[] =>
    rows.filter((row) => row.direction === direction).map(({ content }) => content['text']);
  expect(texts('inbound')).toEqual(numbers(MESSAGES).map(inText));
  expect(texts('outbound')).toEqual(numbers(REPLIES).map(outText));
  const seqs = rows.map(({ seq }) => seq ?? 0);
  expect(seqs).toEqual([...new Set(seqs)].sort((one, other) => one - other));
  expect(new Set(rows.map(({ conversationId }) => conversationId)).size).toBe(1);
}

const idsOf = (rows: readonly TranscriptMessage[], direction: string): readonly string[] =>
  rows.filter((row) => row.direction === direction).map(({ id }) => id);

/** The whole transcript of a contact. */
async function transcriptOf(customer: Customer): Promise<readonly TranscriptMessage[]> {
  const contactId = await customer.contactId();
  const rows: TranscriptMessage[] = [];
  for (;;) {
    const page = await desk.transcript.ofContact(contactId, { afterSeq: rows.at(-1)?.seq ?? 0, limit: 500 });
    if (page.length === 0) return rows;
    rows.push(...page);
  }
}

/** How many rows the contact has in the store, with or without a place in the transcript. */
async function countRows(customer: Customer): Promise<Record<string, number>> {
  const rows = await rowsOf<{ direction: string; n: number }>(
    desk.database.db,
    sql`select direction, count(*)::int as n from messages
        where contact_id = ${await customer.contactId()} and direction in ('inbound', 'outbound') group by direction`,
  );
  return Object.fromEntries(rows.map(({ direction, n }) => [direction, n]));
}
