import type { WishResult } from '../../src/temporal/conversation-client';
import { describeCrowds, LI } from '../support/scenario';
import { begin, kinds } from '../support/wishes';

describeCrowds('wishes', (scenario) => {
  test('from several processes, more than Temporal accepts at once, are all answered', async () => {
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

  test('made at the moment the conversation ends are answered at once', async () => {
    const end = async (): Promise<readonly string[]> => {
      const customer = await begin(scenario());
      const { conversation } = await customer.conversation();
      const target = { contactId: conversation.contactId, conversationId: conversation.id, by: LI };
      const { conversationClient } = scenario().desk;
      await conversationClient.attend(target);
      const completing = conversationClient.complete(target);
      await customer.becomes('completed', 'operator');
      const startedAt = Date.now();
      const { type } = await conversationClient.attend(target);
      const isSoon = Date.now() - startedAt < 4_000;
      await completing;
      return [type, String(isSoon)];
    };
    for (let round = 0; round < 6; round += 1) {
      for (const [type, isSoon] of await Promise.all([end(), end()])) {
        expect([type === 'refused' || type === 'notOpen', isSoon]).toEqual([true, 'true']);
      }
    }
  });
});
