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

async function begin(scenario: Scenario): Promise<Customer> {
  const customer = scenario.customer();
  await customer.writes();
  expect((await customer.attend(LI)).type).toBe('accepted');
  return customer;
}

describeCrowds('wishes', (scenario) => {
  test('those of several processes, more than Temporal takes at once, are all answered', async () => {
    const customer = await begin(scenario());
    const { conversation } = await customer.conversation();
    const target = { contactId: conversation.contactId, conversationId: conversation.id, by: LI };
    const processes = Array.from({ length: 4 }, () => scenario().desk.withAnswerWithin(60_000));
    const results = await Promise.all(
      processes.flatMap((client) => Array.from({ length: 10 }, () => client.attend(target))),
    );
    expect(kinds(results)).toEqual({ accepted: 40 });
  });

  test.each([16, 40])(
    '%i wishes at once for one conversation are all answered, those of every kind',
    async (count) => {
      const customer = await begin(scenario());
      const { conversation } = await customer.conversation();
      const target = { contactId: conversation.contactId, conversationId: conversation.id, by: LI };
      const { conversationClient } = scenario().desk;
      const wishes: (() => Promise<WishResult>)[] = [
        async () => (await customer.reply('hello', { whenBlocked: 'hold' })).result,
        () => conversationClient.attend(target),
        () => conversationClient.transfer(target, 'li'),
        () => conversationClient.cancel(target, 'none'),
      ];
      const all = Array.from({ length: count }, (_, index) => wishes[index % wishes.length] ?? wishes[0]);
      const results = await Promise.all(all.map((wish) => (wish as () => Promise<WishResult>)()));
      expect(kinds(results)).toEqual({ accepted: (count * 3) / 4, not_cancellable: count / 4 });
    },
  );
});
