/**
 * Temporal has lost a contact's run (here it is terminated; a server that restarts empty has lost all): it is restarted
 * from the store.
 */
import { sql } from 'drizzle-orm';
import type { Conversation } from '../../src/domain/conversation/conversation';
import { newId } from '../../src/platform/ids';
import { latestChain, unfinishedChain } from '../../src/store/conversations/open-conversations';
import { rowsOf } from '../../src/store/engine/rows';
import { createConversationClient } from '../../src/temporal/conversation-client';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { eventually } from '../support/eventually';
import {
  type Customer,
  describeScenarios,
  LI,
  lines,
  MINUTE,
  type Scenario,
  SECOND,
  WANG,
} from '../support/scenario';

async function begin(scenario: Scenario): Promise<Customer> {
  const customer = scenario.customer();
  await customer.writes('hello');
  await customer.isAnswered('one');
  await customer.rests();
  return customer;
}

async function lose(scenario: Scenario, customer: Customer): Promise<Conversation> {
  const { conversation } = await customer.conversation();
  await scenario.desk.client.workflow
    .getHandle(conversationWorkflowId(conversation.contactId))
    .terminate('lost, for a test');
  return conversation;
}

/** Expects the contact to have one open conversation, with the same id as before. */
async function expectSame(customer: Customer, before: Conversation): Promise<void> {
  const all = await customer.conversations();
  expect(all.map(({ conversation }) => conversation.id)).toEqual([before.id]);
  expect(all[0]?.conversation.state).not.toBe('completed');
}

describeScenarios('a run that Temporal has lost', (scenario) => {
  test('the contact writes: the same conversation continues, with its counters, and the transcript says so', async () => {
    const customer = await begin(scenario());
    const before = await lose(scenario(), customer);
    await customer.writes('still there?');
    await expectSame(customer, before);
    expect(lines(await customer.transcript())).toEqual([
      '> hello',
      'sent one',
      '* resumed',
      '> still there?',
    ]);
    const { conversation } = await customer.conversation();
    expect(conversation).toMatchObject({
      state: 'active',
      operatorId: 'li',
      unread: 1,
      consecutive: { sent: 0 },
    });
    expect(conversation.startedAt).toBe(before.startedAt);
    await customer.isAnswered('yes');
    expect(customer.received()).toEqual(['one', 'yes']);
  });

  test('an operator replies: it is sent, and the counter continues', async () => {
    const customer = await begin(scenario());
    const before = await lose(scenario(), customer);
    await customer.isAnswered('two');
    await expectSame(customer, before);
    expect((await customer.conversation()).conversation.consecutive.sent).toBe(2);
    expect(lines(await customer.transcript())).toEqual(['> hello', 'sent one', '* resumed', 'sent two']);
  });

  test('every other wish is judged as before', async () => {
    const customer = await begin(scenario());
    await lose(scenario(), customer);
    expect(await customer.attend(WANG)).toMatchObject({
      type: 'refused',
      refusal: { code: 'attended_by_other', operatorId: 'li' },
    });
    await lose(scenario(), customer);
    expect((await customer.transfer(LI, WANG)).type).toBe('accepted');
    await customer.rests();
    await lose(scenario(), customer);
    expect((await customer.complete(WANG)).type).toBe('accepted');
    await customer.becomes('completed', 'operator');
  });

  test('several wishes and a message from the contact at once restart one run, and one event says so', async () => {
    const customer = await begin(scenario());
    const before = await lose(scenario(), customer);
    const results = await Promise.all([
      customer.attend(LI),
      customer.reply('two').then(({ result }) => result),
      customer.sends({ type: 'text', text: 'now' }).then(() => ({ type: 'accepted' })),
      customer.attend(LI),
    ]);
    expect(results.map(({ type }) => type)).toEqual(Array(4).fill('accepted'));
    await customer.isFiled();
    await eventually(async () => lines(await customer.transcript()).includes('sent two'), 'sent');
    await customer.rests();
    await expectSame(customer, before);
    const resumed = lines(await customer.transcript()).filter((line) => line === '* resumed');
    expect(resumed).toHaveLength(1);
  });

  test('many restarts at once: it is restarted, and counted, once', async () => {
    const customer = await begin(scenario());
    const before = await lose(scenario(), customer);
    const { database, client, taskQueue } = scenario().desk;
    let restarted = 0;
    const conversations = createConversationClient({
      client: async () => client,
      stored: (contactId) => unfinishedChain(database, contactId),
      latest: (contactId) => latestChain(database, contactId),
      taskQueue,
      answerWithinMs: 8_000,
      signalWithinMs: 8_000,
      onRestarted: () => {
        restarted += 1;
      },
    });
    const all = await Promise.all(Array.from({ length: 6 }, () => conversations.restart(before.contactId)));
    expect(all).toEqual(Array(6).fill(true));
    expect(restarted).toBe(1);
    expect(await conversations.restart(before.contactId)).toBe(true);
    expect(restarted).toBe(1);
    await customer.isAnswered('two');
    await expectSame(customer, before);
  });

  test('held messages are kept, and leave when the contact writes', async () => {
    const channel = await scenario().channel({ consecutiveLimit: 1 });
    const customer = scenario().customer({ channel });
    await customer.writes('hello');
    await customer.isAnswered('one');
    const { messageId } = await customer.reply('held', { whenBlocked: 'hold' });
    await customer.settles(messageId, 'held');
    await customer.rests();
    await lose(scenario(), customer);
    await customer.writes('go on');
    await customer.settles(messageId, 'sent');
    expect(customer.received()).toEqual(['one', 'held']);
  });

  test('a deadline that has passed is applied at once', async () => {
    const customer = scenario().customer();
    await customer.writes('hello');
    await customer.rests();
    const { conversation } = await customer.conversation();
    await lose(scenario(), customer);
    const { desk } = scenario();
    const past = conversation.ringingSince - 5 * MINUTE;
    await desk.database.db.execute(
      `update conversations set snapshot = jsonb_set(snapshot, '{ringingSince}', '${past}') where id = '${conversation.id}'`,
    );
    expect(await desk.conversationClient.restart(conversation.contactId)).toBe(true);
    await customer.becomes('missed');
  });

  test('an attempt that was under way is waited for, and ends as the ledger says', async () => {
    const customer = await begin(scenario());
    scenario().fault(customer, { type: 'delay', ms: 2_000 });
    const { messageId } = await customer.reply('slow');
    await eventually(async () => (await customer.message(messageId)).status === 'sending', 'sending');
    await lose(scenario(), customer);
    await customer.writes('now');
    await customer.settles(messageId, 'sent', 30_000);
    await customer.isAnswered('next');
    expect(customer.received()).toEqual(['one', 'slow', 'next']);
  });

  test('an event of the contact restarts it, too', async () => {
    const customer = await begin(scenario());
    await lose(scenario(), customer);
    await customer.acts({ event: 'unsubscribe' });
    await customer.becomes('completed', 'unsubscribed');
  });

  test('what an administrator changes reaches it, too', async () => {
    const channel = await scenario().channel({});
    const customer = scenario().customer({ channel });
    await customer.writes();
    await customer.rests();
    await lose(scenario(), customer);
    await scenario().changeChannel(channel, { isDisabled: true });
    await customer.becomes('completed', 'channel_disabled');
  });

  test('a completed conversation with messages still to be sent is restarted for them', async () => {
    const { desk } = scenario();
    const channel = await scenario().channel({});
    const customer = scenario().customer({ channel });
    // Before anything else: reading the contact's profile would fetch a token.
    const effect = { type: 'http_status', status: 502 } as const;
    const noToken = { operation: 'stable_token', account: channel.appId, times: 10_000, effect } as const;
    const { id } = desk.simulator.addFault(noToken);
    await customer.writes('hello');
    const { messageId } = await customer.reply('goodbye');
    await customer.settles(messageId, 'queued');
    await customer.complete(LI);
    await customer.becomes('completed', 'operator');
    await lose(scenario(), customer);
    desk.simulator.removeFault(id);
    expect(await desk.conversationClient.restart(await customer.contactId())).toBe(true);
    await customer.settles(messageId, 'sent', 90_000);
    expect(customer.received()).toEqual(['goodbye']);
    expect((await customer.conversation()).conversation).toMatchObject({ state: 'completed', outbound: [] });
  }, 120_000);

  test('a completed conversation is not restarted', async () => {
    const customer = await begin(scenario());
    await customer.complete(LI);
    await customer.becomes('completed');
    // The store shows the completion a moment before the run closes.
    await customer.rests();
    const { conversation } = await customer.conversation();
    const { conversationClient } = scenario().desk;
    expect(await conversationClient.restart(conversation.contactId)).toBe(false);
    expect((await customer.reply('too late')).result).toEqual({ type: 'notOpen' });
    await customer.writes('again');
    expect(await customer.conversations()).toHaveLength(2);
  });

  test('a run that was set back continues from the stored state as soon as it does anything', async () => {
    const customer = await begin(scenario());
    await customer.writes('second');
    await customer.isAnswered('two');
    await customer.rests();
    const before = await setBack(scenario(), customer);
    await customer.writes('third');
    await customer.isAnswered('three');
    await expectSame(customer, before);
    const { conversation } = await customer.conversation();
    expect(conversation).toMatchObject({ state: 'active', operatorId: 'li', consecutive: { sent: 1 } });
    expect(customer.received()).toEqual(['one', 'two', 'three']);
  });

  test('a run that was set back and is asked to reply first: the reply is in the transcript, and counts', async () => {
    const customer = await begin(scenario());
    await customer.writes('second');
    await customer.isAnswered('two');
    await customer.rests();
    const before = await setBack(scenario(), customer);
    await customer.isAnswered('three');
    await customer.rests();
    await expectSame(customer, before);
    expect((await customer.conversation()).conversation.consecutive.sent).toBe(2);
    expect(customer.received()).toEqual(['one', 'two', 'three']);
    expect(lines(await customer.transcript())).toEqual([
      '> hello',
      'sent one',
      '> second',
      'sent two',
      '* resumed',
      'sent three',
    ]);
  });

  test('a run that was set back to before its conversation was completed sends no reply', async () => {
    const customer = await begin(scenario());
    await customer.writes('second');
    await customer.isAnswered('two');
    await customer.rests();
    const { id } = await setBack(scenario(), customer);
    await scenario().desk.database.db.execute(sql`update conversations set state = 'completed', version = 900,
        snapshot = snapshot || '{"state": "completed", "completedReason": "operator"}' where id = ${id}`);
    const { messageId, result } = await customer.reply('too late', { conversationId: id });
    expect(result.type).toBe('accepted');
    const { error } = await customer.settles(messageId, 'failed');
    expect(error).toMatchObject({ code: 'conversation_completed' });
    expect(customer.received()).toEqual(['one', 'two']);
    expect((await customer.conversation()).conversation).toMatchObject({ id, state: 'completed' });
    await customer.writes('again');
    expect(await customer.conversations()).toHaveLength(2);
  });

  test('a run that was set back to before the next conversation began continues with that one', async () => {
    const customer = await begin(scenario());
    const { conversation: first } = await customer.conversation();
    // As after restoring a backup of Temporal: the store has another conversation, which Temporal does not know.
    const second = { ...first, id: newId(), startedAt: first.startedAt + SECOND };
    const { db } = scenario().desk.database;
    await db.execute(sql`update conversations set state = 'completed', version = 900,
      snapshot = snapshot || '{"state": "completed", "completedReason": "operator"}' where id = ${first.id}`);
    await db.execute(sql`insert into conversations (id, contact_id, channel_id, brand_id, state, operator_id, version,
        settings_version, snapshot, run_id, clock_offset_ms, started_at)
      select ${second.id}, contact_id, channel_id, brand_id, 'active', operator_id, 901, settings_version,
        ${JSON.stringify(second)}::jsonb, 'gone', 0, started_at from conversations where id = ${first.id}`);
    await customer.writes('third');
    await customer.isAnswered('three', { conversationId: second.id });
    const open = (await customer.conversations()).filter(
      ({ conversation }) => conversation.state !== 'completed',
    );
    expect(open.map(({ conversation }) => conversation.id)).toEqual([second.id]);
    expect(lines(await customer.transcript())).toEqual([
      '> hello',
      'sent one',
      '* resumed',
      '> third',
      'sent three',
    ]);
  });

  test('a run that has lost one step does not undo it, though it reaches the stored version by another one', async () => {
    const customer = await begin(scenario());
    const tasks = await tasksOf(scenario(), customer);
    expect((await customer.complete(LI)).type).toBe('accepted');
    await customer.becomes('completed', 'operator');
    await setBack(scenario(), customer, tasks);
    await customer.writes('one more thing');
    const states = async () => (await customer.conversations()).map(({ conversation }) => conversation.state);
    await eventually(async () => (await states()).length === 2, 'the next conversation is there');
    expect((await states()).toSorted()).toEqual(['completed', 'waiting']);
  });

  test('a run that has lost who attends continues with the one who does', async () => {
    const customer = await begin(scenario());
    const tasks = await tasksOf(scenario(), customer);
    expect((await customer.transfer(LI, WANG)).type).toBe('accepted');
    await eventually(
      async () => (await customer.conversation()).conversation.operatorId === WANG.operatorId,
      'it is transferred',
    );
    await setBack(scenario(), customer, tasks);
    await customer.writes('one more thing');
    expect((await customer.conversation()).conversation).toMatchObject({
      operatorId: WANG.operatorId,
      unread: 1,
    });
    expect(lines(await customer.transcript())).toContain('* resumed');
  });

  test('a reply that the lost run had sent is recognised when its caller repeats it, and counts once', async () => {
    const customer = await begin(scenario());
    const { messageId } = await customer.reply('two');
    await eventually(async () => lines(await customer.transcript()).includes('sent two'), 'it is sent');
    await customer.rests();
    await lose(scenario(), customer);
    expect((await customer.repeat(messageId)).type).toBe('accepted');
    await customer.rests();
    expect((await customer.conversation()).conversation.consecutive.sent).toBe(2);
    expect(customer.received()).toEqual(['one', 'two']);
  });

  test('a run that began without knowing about the open conversation continues with it', async () => {
    const customer = await begin(scenario());
    const before = await lose(scenario(), customer);
    const { contactId, channelId, brandId, settings } = before;
    // As a process with an outdated view of the store would start it.
    scenario().desk.setTemporalAway(true);
    await customer.sends({ type: 'text', text: 'anybody?' });
    const messageId = await unfiledOf(scenario(), contactId);
    await scenario().desk.conversationClient.signalWithStart(
      { contactId, channelId, brandId },
      {
        facts: [{ type: 'contactWrote', messageId, ageMs: 0 }],
        settings,
      },
    );
    await customer.isFiled();
    scenario().desk.setTemporalAway(false);
    await expectSame(customer, before);
    expect((await customer.conversation()).conversation.unread).toBe(1);
    await customer.isAnswered('yes');
  });
});

/** How many workflow tasks the contact's run has completed. */
async function tasksOf(scenario: Scenario, customer: Customer): Promise<number> {
  const workflowId = conversationWorkflowId(await customer.contactId());
  const { events } = await scenario.desk.client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes).length;
}

/** Sets the run back to one of its tasks (by default the second), so that it does not know what came since. */
async function setBack(scenario: Scenario, customer: Customer, task = 1): Promise<Conversation> {
  const { conversation } = await customer.conversation();
  const { client } = scenario.desk;
  const workflowId = conversationWorkflowId(conversation.contactId);
  const { events = [] } = await client.workflow.getHandle(workflowId).fetchHistory();
  const tasks = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  const execution = await client.workflow.getHandle(workflowId).describe();
  await client.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId: execution.runId },
    reason: 'set back, for a test',
    requestId: newId(),
    workflowTaskFinishEventId: tasks.at(task)?.eventId ?? null,
    // SIGNAL, UPDATE
    resetReapplyExcludeTypes: [1, 2],
  });
  return conversation;
}

async function unfiledOf(scenario: Scenario, contactId: string): Promise<string> {
  return eventually(async () => {
    const [row] = await rowsOf<{ id: string }>(
      scenario.desk.database.db,
      sql`select id from messages where contact_id = ${contactId} and inbox_number is not null and seq is null`,
    );
    return row?.id;
  }, 'the message is stored');
}
