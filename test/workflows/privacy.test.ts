import { sql } from 'drizzle-orm';
import { createAccessTokens } from '../../src/store/channels/access-tokens';
import { createOutbox } from '../../src/store/transcript/outbox';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { type Customer, describeCrowds, HOUR, LI } from '../support/scenario';
import { historiesOf } from '../support/scenario-replay';

const CANARY = 'canary-text-7f3a';
const NAME = 'canary-name-91bd';

describeCrowds('privacy in Temporal', (scenario) => {
  const handleOf = async (customer: Customer) =>
    scenario().desk.client.workflow.getHandle(conversationWorkflowId(await customer.contactId()));

  /** Everything about a chain that can be read from the server, as one text with payloads decoded. */
  const everything = async (customer: Customer): Promise<string> => {
    const id = conversationWorkflowId(await customer.contactId());
    const runs = await historiesOf(scenario().desk, id);
    const description = await (await handleOf(customer)).describe();
    const metadata = await (await handleOf(customer)).query('__temporal_workflow_metadata');
    return [
      ...runs.map((run) => readable(run.history)),
      readable(description.raw),
      JSON.stringify([description.memo, description.searchAttributes, await description.staticSummary()]),
      JSON.stringify(await description.staticDetails()),
      JSON.stringify(metadata),
    ].join('\n');
  };

  test('no text, openid, name, secret or token is in histories, ids, search attributes, summaries, details or failures', async () => {
    const { desk } = scenario();
    const channel = await scenario().channel({ consecutiveLimit: 3 });
    const customer = scenario().customer({ channel });
    await customer.writes(CANARY);
    await desk.database.db.execute(
      sql`update contacts set name = ${NAME} where id = ${await customer.contactId()}`,
    );
    await customer.acts({ event: 'CLICK', eventKey: CANARY });
    await customer.isAnswered(CANARY);
    for (const effect of [
      { type: 'errcode', errcode: 45047, errmsg: `${CANARY} ${customer.openId}` },
      { type: 'http_status', status: 502 },
      { type: 'not_json' },
    ] as const) {
      scenario().fault(customer, effect);
      await customer.reply(CANARY, { whenBlocked: 'hold' });
      await customer.rests();
      await customer.writes(CANARY);
    }
    // The store fails in the middle of a send, so the activity's failure is in the history.
    await desk.database.db.execute(sql`alter table send_attempts rename to send_attempts_away`);
    const { messageId } = await customer.reply(CANARY);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await desk.database.db.execute(sql`alter table send_attempts_away rename to send_attempts`);
    await customer.settles(messageId, 'sent');
    await customer.writes(CANARY);
    await customer.rests();

    const found = await everything(customer);
    expect(found).toContain('activityTaskFailed');
    expect(found).toContain(await customer.contactId());
    const stored = await createAccessTokens(desk.database, desk.services).read(channel.channelId);
    const accessToken = stored?.token ?? '';
    expect(accessToken).not.toBe('');
    const { appSecret, token, appId } = channel;
    for (const secret of [CANARY, NAME, customer.openId, appSecret, token, appId, accessToken]) {
      expect(found).not.toContain(secret);
      expect(found).not.toContain(Buffer.from(secret).toString('base64').slice(0, -4));
    }
  });

  test('the current details show state, deadlines, counts, what is allowed, and the last refusal of WeChat', async () => {
    const customer = scenario().customer();
    await customer.writes();
    const details = async (): Promise<string> => {
      const metadata = await (await handleOf(customer)).query('__temporal_workflow_metadata');
      return (metadata as { currentDetails: string }).currentDetails;
    };
    expect(await details()).toMatch(/\*\*waiting\*\*/);
    expect(await details()).toMatch(/becomes missed, because nobody attends/);
    expect(await details()).toMatch(/WeChat’s last refusal: none/);
    scenario().fault(customer, { type: 'errcode', errcode: 45047 });
    const { messageId } = await customer.reply('hello');
    await customer.settles(messageId, 'failed');
    await customer.rests();
    const after = await details();
    expect(after).toMatch(/\*\*active\*\*/);
    expect(after).toContain('operator: `li`');
    expect(after).toContain('consecutive: 5 of 5');
    expect(after).toContain('completes as idle');
    expect(after).toContain('messaging window closes');
    expect(after).toContain('- reply: refused, `consecutive_limit_reached`');
    expect(after).toContain('- hold: allowed');
    expect(after).toMatch(/last refusal: 45047 at \d{4}-/);
  });

  test('every handler has a description', async () => {
    const customer = scenario().customer();
    await customer.writes();
    const metadata = (await (await handleOf(customer)).query('__temporal_workflow_metadata')) as {
      definition: Record<string, { name: string; description?: string }[]>;
    };
    const { signalDefinitions = [], updateDefinitions = [], queryDefinitions = [] } = metadata.definition;
    const own = [...signalDefinitions, ...updateDefinitions, ...queryDefinitions].filter(
      (one) => !one.name.startsWith('__'),
    );
    expect(own.map((one) => one.name).toSorted()).toEqual([
      'askRating',
      'attend',
      'botSpeech',
      'cancel',
      'complete',
      'decline',
      'facts',
      'handback',
      'reopen',
      'reply',
      'snooze',
      'transfer',
      'transferToGroup',
      'unsnooze',
      'view',
    ]);
    expect(own.filter((one) => !one.description)).toEqual([]);
  });

  test('the search attributes are right at the start, while someone attends, and at the end', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    await customer.writes();
    const attributes = async () => (await (await handleOf(customer)).describe()).searchAttributes;
    await customer.rests();
    const { conversation } = await customer.conversation();
    expect(await attributes()).toMatchObject({
      DuihuaState: ['waiting'],
      DuihuaChannelId: [desk.channelId],
      DuihuaBrandId: [desk.brandId],
      DuihuaWindowClosesAt: [new Date(conversation.startedAt + 48 * HOUR)],
    });
    expect(await attributes()).not.toHaveProperty('DuihuaOperatorId');
    await customer.attend(LI);
    expect(await attributes()).toMatchObject({ DuihuaState: ['active'], DuihuaOperatorId: ['li'] });
    await customer.complete(LI);
    await (await handleOf(customer)).result();
    expect(await attributes()).toMatchObject({ DuihuaState: ['completed'] });
  });

  test('timers and activities say what they are for', async () => {
    const customer = scenario().customer();
    await customer.writes();
    const messageId = await customer.isAnswered('hello');
    const [run] = await historiesOf(scenario().desk, conversationWorkflowId(await customer.contactId()));
    const summaries = (run?.history.events ?? [])
      .filter((event) => event.timerStartedEventAttributes ?? event.activityTaskScheduledEventAttributes)
      .map((event) => Buffer.from(event.userMetadata?.summary?.data ?? []).toString());
    expect(summaries).toEqual([
      '"becomes missed, because nobody attends"',
      `"sends message ${messageId} to WeChat"`,
    ]);
    const description = await (await handleOf(customer)).describe();
    expect(await description.staticSummary()).toBe(
      `Contact ${(await customer.contactId()).slice(-4)} on channel ${scenario().desk.channelId.slice(-4)}`,
    );
  });

  test('a wish that the rules refuse leaves no trace in the history', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.isAnswered('hello');
    const id = conversationWorkflowId(await customer.contactId());
    const before = (await historiesOf(scenario().desk, id))[0]?.history.events?.length;
    expect((await customer.transfer({ operatorId: 'wang', isAdministrator: false }, LI)).type).toBe(
      'refused',
    );
    await createOutbox(scenario().desk.database).countRefusal(scenario().desk.channelId, 'attended_by_other');
    expect((await historiesOf(scenario().desk, id))[0]?.history.events?.length).toBe(before);
  });
});

/** Protobuf as text, with all payloads decoded. */
function readable(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part instanceof Uint8Array) return Buffer.from(part).toString('utf8');
    return typeof part === 'bigint' ? String(part) : part;
  });
}
