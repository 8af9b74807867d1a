/** An older release restarts a conversation of a newer one from the store: fields that it does not know are kept. */
import { sql } from 'drizzle-orm';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { type Desk, startDesk } from '../support/desk';
import { createScenario, LI } from '../support/scenario';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
}, 60_000);
afterAll(() => desk.close());

it('keeps fields without a name here, in its run and in the store', async () => {
  const customer = createScenario(desk).customer();
  await customer.writes();
  await customer.attend(LI);
  await customer.rests();
  const { conversation } = await customer.conversation();
  const newer = { snoozedUntil: 1_900_000_000_000, settings: { ...conversation.settings, nudges: [1, 2] } };
  await desk.database.db.execute(
    sql`update conversations set snapshot = snapshot || ${JSON.stringify(newer)}::jsonb where id = ${conversation.id}`,
  );
  await desk.client.workflow.getHandle(conversationWorkflowId(await customer.contactId())).terminate();

  await customer.isAnswered('restarted by this reply');
  expect(await customer.view()).toMatchObject({ conversation: { id: conversation.id, ...newer } });
  const stored = await customer.conversation();
  expect(stored.conversation).toMatchObject({ id: conversation.id, state: 'active', ...newer });
  expect((await customer.transcript()).map(({ type }) => type)).toContain('resumed');
});
