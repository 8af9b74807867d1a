/** Greetings for new followers and for scans (docs/rules.md#21). */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { sql } from 'drizzle-orm';
import { newId } from '../../../src/platform/ids';
import { greetingWorkflowId } from '../../../src/workflows/conversation/messages';
import { TEMPORAL_ADDRESS } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { type Customer, describeScenarios, LI, lines, type Scenario } from '../../support/scenario';
import { historyAtRest, workflowBundle } from '../../support/scenario-replay';
import { quietRuntime } from '../../support/scenario-runtime';

const GREETING = { follow: '欢迎关注', scan: '又见面了' };
const FOLLOW = { event: 'subscribe', eventKey: '' };
const scan = (scene: string) => ({ event: 'SCAN', eventKey: scene });

describeScenarios('a greeting', (scenario) => {
  const customerOf = async (greeting: object = GREETING): Promise<Customer> =>
    scenario().customer({ channel: await scenario().channel({ greeting }) });
  const becomes = (customer: Customer, ...expected: readonly string[]) =>
    eventually(async () => {
      const got = lines(await customer.transcript());
      return got.length >= expected.length && got.at(-1) === expected.at(-1) ? got : null;
    }, expected.join(', ')).then((got) => expect(got).toEqual(expected));

  test('is off unless the channel has a text for it', async () => {
    const customer = await customerOf({ follow: null, scan: null });
    await customer.acts(FOLLOW);
    await customer.acts(scan('door'));
    expect(lines(await customer.transcript())).toEqual(['* subscribe', '* scan']);
    expect(await greetingsOf(scenario(), customer)).toEqual([null, null]);
  });

  test('answers a follow, outside any conversation, in the system’s name', async () => {
    const customer = await customerOf();
    await customer.acts(FOLLOW);
    await becomes(customer, '* subscribe', 'sent 欢迎关注');
    expect(customer.received()).toEqual(['欢迎关注']);
    const [, greeting] = await customer.transcript();
    expect(greeting).toMatchObject({
      direction: 'outbound',
      conversationId: null,
      sender: { kind: 'system', id: null },
    });
    expect(await customer.conversations()).toEqual([]);
  });

  test('of a QR code takes precedence over the channel’s, for a scan as for a follow', async () => {
    const channel = await scenario().channel({ greeting: { follow: '欢迎关注', scan: null } });
    await addQrCode(scenario(), channel.channelId, 'door', '门口见');
    const customer = scenario().customer({ channel });
    await customer.acts({ event: 'subscribe', eventKey: 'qrscene_door' });
    await becomes(customer, '* subscribe', 'sent 门口见');
    await customer.acts(scan('door'));
    await becomes(customer, '* subscribe', 'sent 门口见', '* scan', 'sent 门口见');
    await customer.acts(scan('elsewhere'));
    await customer.isFiled();
    expect(lines(await customer.transcript()).at(-1)).toBe('* scan');
  });

  test('in an open conversation takes a place in each window, and keeps the order of messages', async () => {
    const customer = await customerOf();
    await customer.writes();
    await customer.isAnswered('您好');
    await customer.acts(scan('door'));
    await becomes(customer, '> 你好', 'sent 您好', '* scan', 'sent 又见面了');
    await customer.rests();
    const { conversation } = await customer.conversation();
    expect(conversation).toMatchObject({ consecutive: { sent: 2 }, trigger: { kind: 'scan', sent: 1 } });
    expect((await customer.transcript()).at(-1)?.conversationId).toBe(conversation.id);
    for (const text of ['3', '4', '5']) await customer.isAnswered(text);
    expect((await customer.reply('6')).refusal).toMatchObject({ code: 'consecutive_limit_reached' });
    expect(customer.received()).toEqual(['您好', '又见面了', '3', '4', '5']);
  });

  test('leaves in its trigger window if the five are used up', async () => {
    const customer = await customerOf();
    await customer.writes();
    for (const text of ['1', '2', '3', '4', '5']) await customer.isAnswered(text);
    await customer.acts(scan('door'));
    await eventually(() => customer.received().at(-1) === '又见面了', 'the greeting');
    // Two of the three are left.
    await customer.isAnswered('a');
    await customer.isAnswered('b');
    expect((await customer.reply('c')).refusal).toMatchObject({ code: 'consecutive_limit_reached' });
  });

  test('that has not left when the contact writes counts among the five of the new conversation', async () => {
    const { desk } = scenario();
    const channel = await scenario().channel({ greeting: GREETING });
    const customer = scenario().customer({ channel });
    // Nothing leaves without a token.
    const effect = { type: 'http_status', status: 502 } as const;
    desk.simulator.addFault({ operation: 'stable_token', account: channel.appId, times: 10_000, effect });
    await customer.acts(FOLLOW);
    await becomes(customer, '* subscribe', 'queued 欢迎关注');
    await customer.writes();
    desk.simulator.clearFaults();
    await eventually(() => customer.received().length === 1, 'the greeting arrives', 30_000);
    await customer.rests();
    expect(lines(await customer.transcript())).toEqual(['* subscribe', 'sent 欢迎关注', '> 你好']);
    const { conversation } = await customer.conversation();
    expect(conversation.consecutive.sent).toBe(1);
    expect((await customer.transcript())[1]?.conversationId).toBe(conversation.id);
    for (const text of ['2', '3', '4', '5']) await customer.isAnswered(text);
    expect((await customer.reply('6')).refusal).toMatchObject({ code: 'consecutive_limit_reached' });
    expect(customer.received()).toEqual(['欢迎关注', '2', '3', '4', '5']);
    const refused = desk.simulator
      .calls('custom/send')
      .filter(({ openId, errcode }) => openId === customer.openId && errcode !== 0);
    expect(refused).toEqual([]);
  }, 60_000);

  test('that crosses a message which WeChat has not delivered yet: no sixth arrives, and WeChat’s refusal counts', async () => {
    const { desk } = scenario();
    const { simulator } = desk;
    const channel = await scenario().channel({ greeting: GREETING });
    const customer = scenario().customer({ channel });
    const { openId } = customer;
    const effect = { type: 'http_status', status: 502 } as const;
    const noToken = simulator.addFault({
      operation: 'stable_token',
      account: channel.appId,
      times: 10_000,
      effect,
    });
    await customer.acts(FOLLOW);
    await becomes(customer, '* subscribe', 'queued 欢迎关注');
    // WeChat already counts from this message, which is delivered here together with the next one.
    simulator.addFault({ operation: 'webhook', openId, effect: { type: 'reorder' } });
    const written = customer.sends({ type: 'text', text: '你好' });
    simulator.removeFault(noToken.id);
    await eventually(() => customer.received().length === 1, 'the greeting arrives', 30_000);
    await customer.acts({ event: 'VIEW', eventKey: 'https://x.test' });
    await written;
    await customer.isFiled();
    await customer.rests();
    for (const text of ['2', '3', '4', '5']) await customer.isAnswered(text);
    const { messageId, refusal } = await customer.reply('6');
    expect(refusal).toBeNull();
    const { error } = await customer.settles(messageId, 'failed');
    expect(error).toEqual({ code: 'consecutive_limit_reached', wechatCode: 45047 });
    expect((await customer.reply('7')).refusal).toMatchObject({ code: 'consecutive_limit_reached' });
    expect(customer.received()).toEqual(['欢迎关注', '2', '3', '4', '5']);
  }, 60_000);

  test('that is too late is not sent, and the timeline says so', async () => {
    const { desk } = scenario();
    const customer = await customerOf();
    desk.setTemporalAway(true);
    const event = scenario().desk.simulator.act({ openId: customer.openId }, FOLLOW);
    await event;
    await desk.database.db.execute(
      sql`update messages set created_at = created_at - interval '61 seconds'
          where contact_id = ${await customer.contactId()}`,
    );
    desk.setTemporalAway(false);
    await becomes(customer, '* subscribe', 'failed 欢迎关注');
    const [, greeting] = await customer.transcript();
    expect(greeting?.error).toEqual({ code: 'window_closed', wechatCode: null });
    expect(customer.received()).toEqual([]);
  });

  test('that was prepared in time, but whose worker was down afterwards, is not sent', async () => {
    const told = await greetSlowly(scenario(), ['e'], { prepareMs: 1_500, leavesWithinMs: 1_000, sendMs: 0 });
    expect(told).toEqual(['dropped e']);
  });

  test('that waits too long for a busy worker is not sent', async () => {
    const slow = { prepareMs: 0, leavesWithinMs: 3_000, sendMs: 5_000 };
    const told = await greetSlowly(scenario(), ['e', 'f'], slow);
    const [sent, dropped] = told[0] === 'sent e' ? ['e', 'f'] : ['f', 'e'];
    expect(told).toEqual([`sent ${sent}`, `dropped ${dropped}`]);
  }, 30_000);

  test('waits for a worker, and is sent once however often WeChat repeats the event', async () => {
    const { desk } = scenario();
    const customer = await customerOf();
    await desk.stopWorker();
    const createTime = Math.floor(Date.now() / 1000);
    for (let time = 0; time < 3; time += 1) await customer.acts({ ...FOLLOW, createTime });
    await desk.startWorker();
    await becomes(customer, '* subscribe', 'sent 欢迎关注');
    expect(customer.received()).toEqual(['欢迎关注']);
  });

  test('that WeChat was too busy for is retried', async () => {
    const customer = await customerOf();
    scenario().fault(customer, { type: 'errcode', errcode: -1 }, 1);
    await customer.acts(FOLLOW);
    await becomes(customer, '* subscribe', 'sent 欢迎关注');
    expect(customer.received()).toEqual(['欢迎关注']);
  });

  test('that may have arrived is never sent again', async () => {
    const customer = await customerOf();
    scenario().fault(customer, { type: 'http_status', status: 502 }, 1);
    await customer.acts(FOLLOW);
    await becomes(customer, '* subscribe', 'unknown 欢迎关注');
    await historiesAtRest(scenario(), customer);
    expect(customer.received()).toEqual([]);
  });

  test('that WeChat refuses says why', async () => {
    const customer = await customerOf();
    scenario().fault(customer, { type: 'errcode', errcode: 45015 }, 1);
    await customer.acts(FOLLOW);
    await becomes(customer, '* subscribe', 'failed 欢迎关注');
    const [, greeting] = await customer.transcript();
    expect(greeting?.error).toEqual({ code: 'window_closed', wechatCode: 45015 });
  });

  test('puts no text into a history', async () => {
    const customer = await customerOf();
    await customer.acts(FOLLOW);
    await becomes(customer, '* subscribe', 'sent 欢迎关注');
    const text = JSON.stringify(await historiesAtRest(scenario(), customer), (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
    );
    expect(text).toContain('prepareGreeting');
    for (const secret of ['欢迎', customer.openId]) expect(text).not.toContain(secret);
  });

  test('does not get in the way of an operator who answers at the same time', async () => {
    const customer = await customerOf();
    await customer.writes();
    await customer.attend(LI);
    await Promise.all([customer.acts(scan('door')), customer.isAnswered('您好')]);
    await eventually(() => customer.received().length === 2, 'both');
    expect([...customer.received()].sort()).toEqual(['又见面了', '您好'].sort());
  });
});

test('a greeting that cannot be prepared is dropped after ten minutes, and the log says why', async () => {
  quietRuntime();
  const lines: unknown[] = [];
  const taskQueue = newId();
  const connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS() });
  const temporal = await Connection.connect({ address: TEMPORAL_ADDRESS() });
  const client = new Client({ connection: temporal });
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: workflowBundle(),
    sinks: {
      defaultWorkerLogger: {
        debug: { fn: () => undefined },
        warn: { fn: (_info, message, { reason }: { reason: string }) => void lines.push([message, reason]) },
      },
    },
    activities: {
      // What the server reports when the time limit is over, without waiting for it.
      prepareGreeting: () => Promise.reject(ApplicationFailure.nonRetryable('The event is not filed yet.')),
    },
  });
  const workflowId = newId();
  const args = [{ contactId: newId(), eventMessageId: newId() }];
  await worker.runUntil(client.workflow.execute('greeting', { taskQueue, workflowId, args }));
  expect(lines).toEqual([
    ['a greeting could not be prepared in time and is dropped', 'The event is not filed yet.'],
  ]);
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  const [scheduled, ...others] = (events ?? []).flatMap(
    ({ activityTaskScheduledEventAttributes: one }) => one ?? [],
  );
  expect([scheduled?.activityType?.name, others]).toEqual(['prepareGreeting', []]);
  expect(Number(scheduled?.scheduleToCloseTimeout?.seconds)).toBe(600);
  await Promise.all([connection.close(), temporal.close()]);
}, 60_000);

/** An event for which no contact is greeted. */
const WARM_UP = 'warm-up';

/** Greets for these events with a slow worker that runs one activity at a time; returns the outcomes. */
async function greetSlowly(
  { desk }: Scenario,
  eventIds: readonly string[],
  slow: { readonly prepareMs: number; readonly leavesWithinMs: number; readonly sendMs: number },
): Promise<readonly string[]> {
  const told: string[] = [];
  const taskQueue = newId();
  const { prepareMs, leavesWithinMs, sendMs } = slow;
  const connection = await NativeConnection.connect({ address: TEMPORAL_ADDRESS() });
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: workflowBundle(),
    maxConcurrentActivityTaskExecutions: 1,
    activities: {
      prepareGreeting: async ({ eventMessageId }: { eventMessageId: string }) => {
        if (eventMessageId === WARM_UP) return null;
        await sleep(prepareMs);
        return { messageId: eventMessageId, kind: 'text', leavesWithinMs, isConversationOpen: false };
      },
      deliverMessage: async ({ message }: { message: { messageId: string } }) => {
        told.push(`sent ${message.messageId}`);
        await sleep(sendMs);
        return { outcome: { type: 'sent' }, withdrawnIds: [] };
      },
      settleAttempt: async () => ({ type: 'notSent', retryAfterMs: null }),
      dropGreeting: async ({ messageId }: { messageId: string }) => void told.push(`dropped ${messageId}`),
    },
  });
  const greet = (eventMessageId: string) =>
    desk.client.workflow.execute('greeting', {
      taskQueue,
      workflowId: newId(),
      args: [{ contactId: newId(), eventMessageId }],
    });
  // A worker's first task loads the bundle, which must not count in the measured time.
  await worker.runUntil(greet(WARM_UP).then(() => Promise.all(eventIds.map(greet))));
  await connection.close();
  return told;
}

async function addQrCode({ desk }: Scenario, channelId: string, scene: string, greeting: string) {
  await desk.database.db.execute(
    sql`insert into qr_codes (id, channel_id, name, scene, kind, ticket, url, greeting)
        values (${`qr-${channelId}`}, ${channelId}, 'Door', ${scene}, 'permanent', 't', 'u', ${greeting})`,
  );
}

/** The greeting workflows, one for each event; null if there is none. */
async function greetingsOf({ desk }: Scenario, customer: Customer) {
  const events = (await customer.transcript()).filter((row) => row.direction === 'event');
  return Promise.all(
    events.map(({ id }) =>
      desk.client.workflow
        .getHandle(greetingWorkflowId(id))
        .describe()
        .then(
          ({ type }) => type,
          () => null,
        ),
    ),
  );
}

async function historiesAtRest({ desk }: Scenario, customer: Customer) {
  const events = (await customer.transcript()).filter((row) => row.direction === 'event');
  return Promise.all(events.map(({ id }) => historyAtRest(desk, greetingWorkflowId(id))));
}
