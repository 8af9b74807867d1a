import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { createOutboxReconciler } from '../../src/intake/outbox-reconciler';
import { createOutbox } from '../../src/store/transcript/outbox';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { eventually } from '../support/eventually';
import { describeScenarios, LI, lines, MINUTE } from '../support/scenario';
import { eventNames } from '../support/scenario-replay';
import { beginFastForward } from '../support/virtual-time';

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `message ${index + 1}`);

describeScenarios('outages and bursts', (scenario) => {
  test('while Temporal is down messages wait in the store, and arrive in order when it is back', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    desk.setTemporalAway(true);
    for (const text of numbered(5)) {
      expect((await customer.sends({ type: 'text', text })).delivered).toBe(true);
    }
    expect(await customer.conversations()).toEqual([]);
    desk.setTemporalAway(false);
    await customer.isFiled();
    expect(lines(await customer.transcript())).toEqual(numbered(5).map((text) => `> ${text}`));
    expect((await customer.conversation()).conversation.unread).toBe(5);
  });

  test('signalled messages wait for the worker and are handled in order', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    await customer.writes('message 1');
    await desk.stopWorker();
    for (const text of numbered(5).slice(1)) await customer.sends({ type: 'text', text });
    await desk.startWorker();
    await customer.isFiled();
    expect(lines(await customer.transcript())).toEqual(numbered(5).map((text) => `> ${text}`));
    expect(await customer.conversations()).toHaveLength(1);
  });

  test('a first message that waited for a worker begins its conversation when it was received, not when it was read', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    await desk.stopWorker();
    const receivedAt = Date.now();
    await customer.sends({ type: 'text', text: 'anybody?' });
    await sleep(3_000);
    await desk.startWorker();
    await customer.isFiled();
    const { startedAt, ringingSince, window } = (await customer.conversation()).conversation;
    expect(Math.abs(startedAt - receivedAt)).toBeLessThan(1_000);
    expect(window.lastInboundAt).toBe(startedAt);
    expect(ringingSince ?? 0).toBeGreaterThanOrEqual(receivedAt + 3_000);
  });

  test('a reply without a worker gets no answer in time; it is withdrawn and never sent', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    await customer.writes();
    await desk.stopWorker();
    const { messageId, result } = await customer.reply('in vain', { client: desk.withAnswerWithin(500) });
    expect(result.type).toBe('unanswered');
    expect(await customer.giveUp(messageId)).toBe(true);
    await desk.startWorker();
    await customer.isAnswered('now');
    expect(customer.received()).toEqual(['now']);
    expect((await customer.conversation()).conversation.consecutive.sent).toBe(1);
    expect(lines(await customer.transcript())).toEqual(['> 你好', 'sent now']);
  });

  test('a message from the contact is applied before a deadline that passed while the worker was down', async () => {
    const { desk } = scenario();
    const channel = await scenario().channel({ closeMissedAfterSeconds: 15 * 60 });
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.waits(2 * MINUTE);
    await customer.becomes('missed');
    await customer.rests();
    await desk.stopWorker();
    await beginFastForward(desk.client, await customer.contactId(), 20 * MINUTE);
    await customer.sends({ type: 'text', text: 'still there?' });
    const handle = desk.client.workflow.getHandle(conversationWorkflowId(await customer.contactId()));
    await eventually(async () => {
      const { events } = await handle.fetchHistory();
      const last = events?.slice(-8) ?? [];
      return (
        last.some((one) => one.timerFiredEventAttributes) &&
        last.some((one) => one.workflowExecutionSignaledEventAttributes)
      );
    }, 'deadline and message are there');
    await desk.startWorker();
    await customer.isFiled();
    await customer.rests();
    const { conversation } = await customer.conversation();
    expect(conversation).toMatchObject({ state: 'missed', unread: 2 });
    expect(conversation.closeMissedFrom).toBeGreaterThan(conversation.missedAt ?? 0);
    expect(await customer.attend(LI)).toMatchObject({ type: 'accepted' });
  });

  test('two first messages of a new contact at the same moment make one conversation with both', async () => {
    const customer = scenario().customer();
    await Promise.all(numbered(2).map((text) => customer.sends({ type: 'text', text, parallel: true })));
    await customer.isFiled();
    expect(await customer.conversations()).toHaveLength(1);
    expect(lines(await customer.transcript()).toSorted()).toEqual(['> message 1', '> message 2']);
    expect((await customer.conversation()).conversation.unread).toBe(2);
  });

  test('fifty messages from one contact are each there once, numbered without gaps', async () => {
    const customer = scenario().customer();
    const all = numbered(50).map((text) => customer.sends({ type: 'text', text, parallel: true }));
    expect((await Promise.all(all)).every((one) => one.delivered)).toBe(true);
    await customer.isFiled();
    const rows = await customer.transcript();
    expect(new Set(lines(rows)).size).toBe(50);
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect((await customer.conversation()).conversation.unread).toBe(50);
  });

  test('what a wish changed is written by an activity that starts when the wish is in the history', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    await customer.writes();
    await customer.rests();
    await customer.attend(LI);
    await customer.becomes('active');
    await customer.rests();
    const handle = desk.client.workflow.getHandle(conversationWorkflowId(await customer.contactId()));
    const names = eventNames(await handle.fetchHistory());
    const accepted = names.indexOf('workflowExecutionUpdateAccepted');
    expect(accepted).toBeGreaterThan(0);
    // There is no local activity marker between the task that took the wish and its activity.
    expect(names.slice(accepted).filter((name) => /marker|activityTask/.test(name))).toEqual([
      'markerRecorded',
      'activityTaskScheduled',
      'activityTaskStarted',
      'activityTaskCompleted',
    ]);
  });

  test('an accepted reply whose first projection cannot be written is sent as soon as it can', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    await customer.writes();
    await customer.attend(LI);
    await customer.rests();
    desk.setWorkersDatabaseAway(true);
    const replied = await customer.reply('one');
    expect(replied.result.type).toBe('accepted');
    const outbox = createOutbox(desk.database);
    const reconciler = createOutboxReconciler({
      outbox,
      conversations: desk.conversationClient,
      logger: desk.logger,
      everyMs: 60_000,
      headStartMs: 0,
    });
    try {
      await desk.database.db.execute(
        sql`update messages set created_at = created_at - interval '1 hour' where id = ${replied.messageId}`,
      );
      // It was answered, and the process that asked has died since. The workflow has it, so it is not withdrawn.
      reconciler.wake();
      await reconciler.idle();
      expect(await customer.message(replied.messageId)).toMatchObject({ status: 'queued', seq: null });
    } finally {
      desk.setWorkersDatabaseAway(false);
      await reconciler.close();
    }
    await customer.settles(replied.messageId, 'sent', 30_000);
    expect(customer.received()).toEqual(['one']);
  });

  test('a reply that the rules refuse after its process has died is shown as failed; an accepted one that Temporal has lost is sent', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    await customer.writes();
    await customer.attend(LI);
    await customer.rests();
    const { conversation } = await customer.conversation();
    const { id: conversationId, contactId, channelId } = conversation;
    const outbox = createOutbox(desk.database);
    const prepare = async (operatorId: string, text: string): Promise<string> => {
      const content = { type: 'text', text } as const;
      const message = {
        conversationId,
        contactId,
        channelId,
        operatorId,
        content,
        whenBlocked: 'reject',
      } as const;
      const prepared = await outbox.prepare(message, null);
      if (prepared.type !== 'new') throw new Error(prepared.type);
      return prepared.messageId;
    };
    // One is another operator's, so the rules refuse it. The other one was answered, and the task that took it is lost.
    const [refused, lost] = [await prepare('wang', 'no'), await prepare('li', 'yes')];
    await outbox.accept(lost, 99);
    await desk.database.db.execute(
      sql`update messages set created_at = created_at - interval '1 hour' where id in (${refused}, ${lost})`,
    );
    const reconciler = createOutboxReconciler({
      outbox,
      conversations: desk.conversationClient,
      logger: desk.logger,
      everyMs: 60_000,
      headStartMs: 0,
    });
    reconciler.wake();
    await reconciler.idle();
    await reconciler.close();
    await customer.settles(lost, 'sent');
    expect(customer.received()).toEqual(['yes']);
    expect(lines(await customer.transcript()).toSorted()).toEqual(['> 你好', 'failed no', 'sent yes']);
    expect((await customer.message(refused)).error).toMatchObject({ code: 'unavailable' });
  });
});
