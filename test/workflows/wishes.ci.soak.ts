/** Many wishes at the end of a conversation: only a few of them arrive at exactly that moment. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { WishResult } from '../../src/temporal/conversation-client';
import { describeCrowds, LI } from '../support/scenario';
import { begin, kinds, neverTold } from '../support/wishes';

describeCrowds('wishes', (scenario) => {
  test('within 40 ms of a message or a reply, completing a conversation is either done or refused by a rule', async () => {
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
