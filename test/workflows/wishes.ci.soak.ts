/** Wishes that meet the end of a conversation, many times: seldom does one of them meet the very moment. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { WishResult } from '../../src/temporal/conversation-client';
import { type Customer, describeCrowds, LI, type Scenario } from '../support/scenario';

/** What an operator may be told of a wish while the engine is there: yes, or what the rules say. */
const kinds = (results: readonly WishResult[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const kind = result.type === 'refused' ? result.refusal.code : result.type;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
};

const NEVER_TOLD = ['unavailable', 'unanswered'];
const neverTold = (results: readonly WishResult[]): string[] =>
  Object.keys(kinds(results)).filter((kind) => NEVER_TOLD.includes(kind));

async function begin(scenario: Scenario): Promise<Customer> {
  const customer = scenario.customer();
  await customer.writes();
  expect((await customer.attend(LI)).type).toBe('accepted');
  return customer;
}

describeCrowds('wishes', (scenario) => {
  test('a conversation that is completed within 40 ms of a text or a reply: granted, or refused by a rule', async () => {
    const customer = await begin(scenario());
    const results: WishResult[] = [];
    for (let round = 0; round < 40; round += 2) {
      const { conversation } = await customer.conversation();
      const { contactId, id: conversationId } = conversation;
      const target = { contactId, conversationId, by: LI };
      const { conversationClient } = scenario().desk;
      const after = async (ms: number, wish: () => Promise<WishResult>): Promise<WishResult> => {
        await sleep(ms);
        return wish();
      };
      const replied = customer.reply(`reply ${round}`, { conversationId });
      const written = customer.sends({ type: 'text', text: `text ${round}` });
      results.push(
        ...(await Promise.all([
          after(round % 8, () => conversationClient.attend(target)),
          after(round, () => conversationClient.complete(target)),
          after(40 - round, async () => (await customer.reply('late', { conversationId })).result),
          after(round + 2, () => conversationClient.transfer(target, 'li')),
          replied.then(({ result }) => result),
        ])),
      );
      await written;
      await customer.isFiled();
      if ((await customer.conversation()).conversation.state === 'completed') await customer.writes();
      await customer.attend(LI);
    }
    expect(kinds(results)).toMatchObject({ accepted: expect.any(Number) });
    expect(neverTold(results)).toEqual([]);
  }, 120_000);
});
