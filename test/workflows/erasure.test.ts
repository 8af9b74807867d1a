/** Erasing a contact while something of them is under way on a real engine: what comes afterwards leaves no word. */
import { sql } from 'drizzle-orm';
import { rowsOf } from '../../src/store/engine/rows';
import { SYSTEM } from '../../src/store/people/audit-log';
import { addBot } from '../support/add-bot';
import { startDesk } from '../support/desk';
import { eventually } from '../support/eventually';
import { type Customer, createScenario, type Scenario } from '../support/scenario';

let scenario: Scenario;
let asked = 0;
let answers: () => void = () => undefined;

beforeAll(async () => {
  scenario = createScenario(
    await startDesk({
      // It answers when the test says so, although nobody waits any more.
      answerTurn: async () => {
        asked += 1;
        await new Promise<void>((resolve) => {
          answers = resolve;
        });
        return {
          type: 'said',
          parts: [{ type: 'text', text: 'CanaryBotText' }],
          leaving: 1,
          memory: { who: 'CanaryMemory' },
          note: 'CanaryBotNote',
        };
      },
    }),
  );
}, 60_000);
afterAll(() => scenario.desk.close());

/** Erases the customer; resolves when their conversation is completed. */
async function erase(customer: Customer): Promise<string> {
  const contactId = await customer.contactId();
  const { id } = (await customer.conversation()).conversation;
  const { services, conversations } = scenario.desk;
  expect(await services.erasures.begin(contactId, 'asked', SYSTEM)).toMatchObject({ type: 'erased' });
  await services.eraseWords(contactId);
  const reason = async () => (await conversations.getEvenErased(id))?.conversation.completedReason;
  await eventually(async () => (await reason()) === 'contact_erased', 'it completes');
  return contactId;
}

/** All that is stored of a contact, as text. */
async function stored(contactId: string): Promise<string> {
  const rows = await rowsOf<{ text: string }>(
    scenario.desk.database.db,
    sql`select row_to_json(m)::text as text from messages m where contact_id = ${contactId}
        union all select row_to_json(c)::text from contacts c where id = ${contactId}
        union all select row_to_json(c)::text from conversations c where contact_id = ${contactId}
        union all select row_to_json(t)::text from bot_turns t
          where conversation_id in (select id from conversations where contact_id = ${contactId})`,
  );
  return rows.map(({ text }) => text).join('\n');
}

const statusOf = async (messageId: string): Promise<string | undefined> => {
  const [row] = await rowsOf<{ status: string }>(
    scenario.desk.database.db,
    sql`select status from messages where id = ${messageId}`,
  );
  return row?.status;
};

test('a send is awaited, what is behind it is cancelled, and the erasure is finished when both are over', async () => {
  const customer = scenario.customer();
  await customer.writes('CanaryText');
  scenario.fault(customer, { type: 'delay', ms: 1_500 });
  const first = await customer.reply('CanaryFirst');
  const second = await customer.reply('CanarySecond');
  await eventually(async () => (await statusOf(first.messageId)) === 'sending', 'it is being sent');
  const contactId = await erase(customer);
  const { erasures } = scenario.desk.services;
  expect(await erasures.settle(contactId, 0)).toBe(false);
  await eventually(async () => (await statusOf(first.messageId)) === 'sent', 'it was sent');
  expect(await statusOf(second.messageId)).toBe('cancelled');
  expect(customer.received()).toEqual(['CanaryFirst']);
  await eventually(() => erasures.settle(contactId, 0), 'it is finished');
  expect(await stored(contactId)).not.toContain('Canary');
});

test('a turn of a bot leaves neither its answer nor its memory nor its note', async () => {
  const botId = await addBot(scenario.desk, 'rules', { rules: [] });
  const channel = await scenario.channel({ bot: { botId } });
  const customer = scenario.customer({ channel });
  await customer.writes('CanaryText');
  await eventually(() => asked === 1, 'the bot is asked');
  const contactId = await erase(customer);
  answers();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(customer.received()).toEqual([]);
  expect(await stored(contactId)).not.toContain('Canary');
});

test('who writes again begins a conversation of a new contact', async () => {
  const customer = scenario.customer();
  await customer.writes('CanaryText');
  const contactId = await erase(customer);
  await customer.writes('again');
  const rows = await eventually(async () => {
    const found = await rowsOf<{ contact_id: string; state: string }>(
      scenario.desk.database.db,
      sql`select contact_id, state from conversations where contact_id in (
            select id from contacts where open_id = ${customer.openId})`,
    );
    return found.length > 0 && found;
  }, 'the new conversation');
  expect(rows).toMatchObject([{ state: 'waiting' }]);
  expect(rows[0]?.contact_id).not.toBe(contactId);
});
