import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { DuihuaDelivery } from '../../src/workflows/conversation/search-attribute-keys';
import { type Customer, describeScenarios } from '../support/scenario';

describeScenarios('what engineers see in the Temporal UI', (scenario) => {
  const describeRun = async (customer: Customer) =>
    scenario()
      .desk.client.workflow.getHandle(conversationWorkflowId(await customer.contactId()))
      .describe();
  const delivery = async (customer: Customer) => {
    await customer.rests();
    return (await describeRun(customer)).typedSearchAttributes.get(DuihuaDelivery);
  };

  test('the channel is the fairness key, by which channels take turns while tasks wait', async () => {
    const channel = await scenario().channel({});
    const customer = scenario().customer({ channel });
    await customer.writes();
    const { raw } = await describeRun(customer);
    expect(raw.workflowExecutionInfo?.priority?.fairnessKey).toBe(channel.channelId);
  });

  test('the trouble with messages of ours is a search attribute, and is unset where there is none', async () => {
    const channel = await scenario().channel({ consecutiveLimit: 1 });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.isAnswered('one');
    expect(await delivery(customer)).toBeUndefined();
    await customer.reply('held', { whenBlocked: 'hold' });
    expect(await delivery(customer)).toBe('held');
    await customer.writes();
    expect(await delivery(customer)).toBeUndefined();
    await customer.writes();
    scenario().fault(customer, { type: 'errcode', errcode: 40007 });
    await customer.reply('refused');
    expect(await delivery(customer)).toBe('failed');
    scenario().fault(customer, { type: 'http_status', status: 502 });
    await customer.reply('perhaps');
    expect(await delivery(customer)).toBe('unknown');
  });
});
