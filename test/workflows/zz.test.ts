import { describeScenarios } from '../support/scenario';
import { conversationWorkflowId } from '../../src/workflows/messages';
describeScenarios('x', (scenario) => {
  test('45047', async () => {
   for (let i = 0; i < 60; i++) {
    const customer = scenario().customer();
    await customer.writes();
    scenario().fault(customer, { type: 'errcode', errcode: 45047 });
    const { messageId } = await customer.reply('later', {whenBlocked: 'hold'});
    await customer.isKnownAs(messageId, "held");
    await customer.writes();
    try { await customer.settles(messageId, 'sent', 3000); } catch (e) {
    const h = await scenario().desk.client.workflow.getHandle(conversationWorkflowId(await customer.contactId())).fetchHistory();
    console.log(i, h.events?.map((e) => Number(e.eventTime?.seconds)%1000 + '.' + Math.round((e.eventTime?.nanos??0)/1e6) + Object.keys(e).filter((k) => k.endsWith('EventAttributes')).join() + JSON.stringify((e.activityTaskScheduledEventAttributes?.activityType ?? e.markerRecordedEventAttributes?.markerName ?? ''))).join('\n'), JSON.stringify((await customer.conversation()).conversation.outbound));
      await customer.settles(messageId, 'sent', 15000);
      const h2 = await scenario().desk.client.workflow.getHandle(conversationWorkflowId(await customer.contactId())).fetchHistory();
    console.log(i, h2.events?.map((e) => Number(e.eventTime?.seconds)%1000 + '.' + Math.round((e.eventTime?.nanos??0)/1e6) + Object.keys(e).filter((k) => k.endsWith('EventAttributes')).join() + JSON.stringify((e.activityTaskScheduledEventAttributes?.activityType ?? e.markerRecordedEventAttributes?.markerName ?? ''))).join('\n'), JSON.stringify((await customer.conversation()).conversation.outbound));
    break;
    }
   }
  }, 120000);
});
