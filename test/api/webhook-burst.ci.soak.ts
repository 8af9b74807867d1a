/** Many webhooks at once, against real processes. How fast they are: npm run bench. */
import { createProcessDesk } from '../support/process-desk';
import { postAtOnce, textXml } from '../support/process-webhook';

test('1,000 webhooks at the same instant are all answered and stored', async () => {
  const desk = await createProcessDesk();
  try {
    await desk.start();
    const { account } = await desk.connect();
    const people = Array.from({ length: 50 }, (_, index) => `oBurst${index}`);
    for (const openId of people) desk.simulator.addContact({ appId: account.appId, openId });
    const burst = Array.from({ length: 1_000 }, (_, index) => {
      const openId = people[index % people.length] ?? '';
      const text = `burst ${index}`;
      return { openId, text, xml: textXml(account.originalId, openId, text, String(7_000_000_000 + index)) };
    });
    const { token, webhookUrl } = account;
    const answers = await postAtOnce(burst.map(({ xml }) => ({ url: webhookUrl ?? '', token, body: xml })));
    burst.forEach((one, index) =>
      desk.recordWritten({ ...one, acknowledged: answers[index]?.status === 200 }),
    );
    expect(answers.filter(({ status, text }) => status !== 200 || text !== 'success')).toEqual([]);
    expect(await desk.violations({ isInOrder: false, withinMs: 90_000 })).toEqual([]);
  } finally {
    await desk.close();
  }
}, 180_000);
