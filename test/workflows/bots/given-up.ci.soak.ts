/** A turn that is given up although an attempt has stored its answer: nothing of it leaves, and nothing stays behind. */
import { ApplicationFailure } from '@temporalio/activity';
import { eq } from 'drizzle-orm';
import type { AnswerTurn } from '../../../src/activities/bot/ask-bot';
import { createBotTurns } from '../../../src/store/bots/bot-turns';
import { messages } from '../../../src/store/schema/messages';
import { addBot } from '../../support/add-bot';
import { startDesk } from '../../support/desk';
import { createScenario, type Scenario } from '../../support/scenario';

const text = (words: string) => ({ type: 'text', text: words }) as const;

let scenario: Scenario;
let botId: string;
let answer: AnswerTurn;
beforeAll(async () => {
  scenario = createScenario(await startDesk({ answerTurn: (...question) => answer(...question) }));
  botId = await addBot(scenario.desk, 'rules', { rules: [] });
}, 60_000);
afterAll(() => scenario.desk.close());

test('its rows are deleted, and a note says what the bot would have said', async () => {
  const turns = createBotTurns(scenario.desk.database);
  answer = async ({ conversation: { id, turn } }) => {
    await turns.commit(
      { conversationId: id, turn, botId },
      { parts: [text('one'), text('two')], leaving: 2 },
    );
    throw ApplicationFailure.nonRetryable('Nobody learns of it.');
  };
  const customer = scenario.customer({ channel: await scenario.channel({ bot: { botId } }) });
  await customer.writes('hello');
  await customer.becomes('waiting');
  expect((await customer.conversation()).conversation.handover).toMatchObject({
    reason: 'bot_failed',
    detail: 'timeout',
  });
  await customer.rests();
  expect(customer.received()).toEqual([]);
  const rows = await scenario.desk.database.db
    .select()
    .from(messages)
    .where(eq(messages.contactId, await customer.contactId()));
  expect(rows.filter(({ direction }) => direction === 'outbound')).toEqual([]);
  expect(rows.filter(({ direction }) => direction === 'note').map(({ content }) => content)).toEqual([
    { text: 'one\n\ntwo', isUnsaid: true },
  ]);
});
