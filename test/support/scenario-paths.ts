/**
 * One scenario for each path through the states of a conversation. Their histories are recorded (see
 * `test/replay/replay.test.ts`), so that a change of the workflow or the rules that would break open conversations is
 * found before it is released.
 */
import { sql } from 'drizzle-orm';
import { newId } from '../../src/platform/ids';
import { createContacts } from '../../src/store/contacts/contacts';
import { SYSTEM } from '../../src/store/people/audit-log';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { addBot } from './add-bot';
import { json, startEndpoint } from './endpoint';
import { eventually } from './eventually';
import { mp3, png } from './sample-files';
import { type Customer, DAY, HOUR, LI, MINUTE, type Scenario, SECOND, WANG } from './scenario';

export type Path = (scenario: Scenario) => Promise<Customer>;

const NEVER = { closeMissedAfterSeconds: null };

async function begin(scenario: Scenario, settings = {}): Promise<Customer> {
  const channel = await scenario.channel(settings);
  const customer = scenario.customer({ channel });
  await customer.writes();
  await customer.rests();
  return customer;
}

export const PATHS: Readonly<Record<string, Path>> = {
  async 'files-fetched'(scenario) {
    const customer = await begin(scenario);
    // The sound is fetched a second time before it is certain that it is not a picture.
    for (const bytes of [png(), mp3(1)]) {
      await customer.sends({ type: 'image', base64: bytes.toString('base64') });
      await customer.rests();
    }
    await customer.waits(HOUR);
    await eventually(async () => {
      const files = (await customer.transcript()).flatMap(({ attachment }) => attachment ?? []);
      return files.length === 2 && files.every(({ status }) => status !== 'fetching');
    }, 'both files are fetched, or known not to be had');
    return customer;
  },
  async 'waiting-missed-completed'(scenario) {
    const customer = await begin(scenario);
    await customer.waits(2 * MINUTE);
    await customer.waits(DAY);
    await customer.becomes('completed', 'missed_timeout');
    return customer;
  },
  async 'waiting-active-idle'(scenario) {
    const customer = await begin(scenario);
    await customer.attend(LI);
    await customer.isAnswered('hello');
    await customer.writes();
    await customer.waits(DAY + SECOND);
    await customer.becomes('completed', 'idle_timeout');
    return customer;
  },
  async 'missed-attended-transferred-completed'(scenario) {
    const customer = await begin(scenario);
    await customer.waits(2 * MINUTE);
    await customer.attend(LI);
    await customer.transfer(LI, WANG);
    await customer.isAnswered('hello', { by: WANG });
    await customer.complete(WANG);
    await customer.becomes('completed', 'operator');
    return customer;
  },
  /** It changes nothing but the version: the store is written all the same. */
  async 'transferred-to-oneself'(scenario) {
    const customer = await begin(scenario);
    await customer.attend(LI);
    await customer.rests();
    await customer.transfer(LI, LI);
    await customer.rests();
    await customer.isAnswered('hello');
    return customer;
  },
  async 'window-renewed-with-held-messages'(scenario) {
    const customer = await begin(scenario, NEVER);
    await customer.waits(49 * HOUR);
    const { messageId } = await customer.reply('held', { whenBlocked: 'hold' });
    await customer.rests();
    await customer.writes();
    await customer.settles(messageId, 'sent');
    return customer;
  },
  async 'consecutive-limit-held-and-cancelled'(scenario) {
    const customer = await begin(scenario, { consecutiveLimit: 1 });
    await customer.isAnswered('one');
    const [first, second] = [
      await customer.reply('held 1', { whenBlocked: 'hold' }),
      await customer.reply('held 2', { whenBlocked: 'hold' }),
    ];
    await customer.cancel(LI, first.messageId);
    await customer.writes();
    await customer.settles(second.messageId, 'sent');
    return customer;
  },
  async 'busy-then-sent'(scenario) {
    const customer = await begin(scenario);
    scenario.fault(customer, { type: 'errcode', errcode: -1 }, 2);
    const { messageId } = await customer.reply('hello');
    await customer.settles(messageId, 'sent');
    return customer;
  },
  async 'channel-refused-then-resumed'(scenario) {
    const { desk } = scenario;
    const channel = await scenario.channel({});
    const customer = scenario.customer({ channel });
    await customer.writes();
    const effect = { type: 'errcode', errcode: 40164 } as const;
    const aim = { operation: 'custom/send', account: channel.appId, times: 'always', effect } as const;
    const { id } = desk.simulator.addFault(aim);
    await customer.reply('one');
    const { messageId } = await customer.reply('two');
    await eventually(
      async () => (await customer.conversation()).conversation.outbound[0]?.waitsForChannel === true,
      'it waits for the channel',
    );
    desk.simulator.removeFault(id);
    await desk.services.troubles.recover(channel.channelId);
    await customer.settles(messageId, 'sent');
    return customer;
  },
  async 'unknown-then-next'(scenario) {
    const customer = await begin(scenario);
    scenario.fault(customer, { type: 'http_status', status: 502 });
    const { messageId } = await customer.reply('perhaps');
    await customer.settles(messageId, 'unknown');
    await customer.isAnswered('next');
    return customer;
  },
  async 'window-closed-by-wechat'(scenario) {
    const customer = await begin(scenario);
    scenario.fault(customer, { type: 'errcode', errcode: 45015 });
    const { messageId } = await customer.reply('hello');
    await customer.settles(messageId, 'failed');
    await customer.rests();
    await customer.writes();
    return customer;
  },
  async unsubscribed(scenario) {
    const customer = await begin(scenario);
    await customer.acts({ event: 'CLICK', eventKey: 'prices' });
    await customer.acts({ event: 'unsubscribe' });
    await customer.becomes('completed', 'unsubscribed');
    return customer;
  },
  async 'settings-changed'(scenario) {
    const channel = await scenario.channel({});
    const customer = scenario.customer({ channel });
    await customer.writes();
    await scenario.changeChannel(channel, { settings: { ringTimeSeconds: 10 } });
    await customer.waits(MINUTE);
    await customer.becomes('missed');
    await scenario.changeChannel(channel, { isDisabled: true });
    await customer.becomes('completed', 'channel_disabled');
    return customer;
  },
  async 'operator-disabled'(scenario) {
    const customer = await begin(scenario);
    const zhao = await scenario.operator('Zhao');
    await customer.attend(zhao);
    await scenario.disableOperator(zhao);
    await customer.becomes('waiting');
    return customer;
  },
  async 'signalled-twice'(scenario) {
    const customer = await begin(scenario);
    const { conversation } = await customer.conversation();
    const [row] = await customer.transcript();
    await customer.attend(LI);
    await customer.complete(LI);
    await customer.becomes('completed');
    await customer.rests();
    const { contactId, channelId, brandId, settings } = conversation;
    await scenario.desk.conversationClient.signalWithStart(
      { contactId, channelId, brandId },
      {
        facts: [{ type: 'contactWrote', messageId: row?.id ?? '', ageMs: 0 }],
        settings,
      },
    );
    await customer.rests();
    return customer;
  },
  async greeted(scenario) {
    const channel = await scenario.channel({ greeting: { follow: 'welcome', scan: 'hello again' } });
    const customer = scenario.customer({ channel });
    await customer.acts({ event: 'subscribe', eventKey: '' });
    await eventually(() => customer.received().length === 1, 'the greeting by a workflow of its own');
    await customer.writes();
    await customer.acts({ event: 'SCAN', eventKey: 'door' });
    await eventually(() => customer.received().length === 2, 'the greeting by the conversation');
    await customer.rests();
    await customer.isAnswered('hello');
    return customer;
  },
  async 'mini-program'(scenario) {
    const channel = await scenario.miniProgram({ greeting: { enter: 'welcome' } });
    const customer = scenario.customer({ channel });
    const enter = { event: 'user_enter_tempsession', sessionFrom: 'shop' };
    await customer.acts(enter);
    await eventually(() => customer.received().length === 1, 'the greeting by a workflow of its own');
    await customer.writes();
    await customer.isAnswered('hello');
    await customer.waits(49 * HOUR);
    await customer.rests();
    return customer;
  },
  async 'greeted-by-bot'(scenario) {
    const bot = await startEndpoint(json({ action: 'reply', replies: ['welcome', 'tea?'] }));
    const botId = await addBot(scenario.desk, 'salesiq', { url: bot.url });
    const channel = await scenario.channel({ bot: { botId } });
    const customer = scenario.customer({ channel });
    await customer.acts({ event: 'subscribe', eventKey: '' });
    await eventually(() => customer.received().length === 2, 'what the bot says');
    await customer.writes();
    await eventually(() => customer.received().length === 3, 'its first turn');
    await bot.close();
    return customer;
  },
  async 'greeting-handed-over'(scenario) {
    const { simulator } = scenario.desk;
    const channel = await scenario.channel({ greeting: { follow: 'welcome', scan: null } });
    const customer = scenario.customer({ channel });
    // Nothing leaves without a token.
    const effect = { type: 'http_status', status: 502 } as const;
    const noToken = { operation: 'stable_token', account: channel.appId, times: 10_000, effect } as const;
    const { id } = simulator.addFault(noToken);
    await customer.acts({ event: 'subscribe', eventKey: '' });
    await eventually(async () => (await customer.transcript()).length === 2, 'the greeting is written');
    await customer.writes();
    simulator.removeFault(id);
    await eventually(() => customer.received().length === 1, 'the greeting by the conversation', 30_000);
    await customer.rests();
    await customer.isAnswered('hello');
    return customer;
  },
  async 'lost-and-raised'(scenario) {
    const customer = await begin(scenario, { consecutiveLimit: 2 });
    await customer.isAnswered('hello');
    const { messageId } = await customer.reply('slow');
    await customer.settles(messageId, 'sent');
    const held = await customer.reply('held', { whenBlocked: 'hold' });
    await customer.rests();
    const workflowId = conversationWorkflowId(await customer.contactId());
    await scenario.desk.client.workflow.getHandle(workflowId).terminate('lost');
    await customer.writes();
    await customer.settles(held.messageId, 'sent');
    return customer;
  },
  async 'lost-while-sending'(scenario) {
    const customer = await begin(scenario);
    scenario.fault(customer, { type: 'delay', ms: 2_000 });
    const { messageId } = await customer.reply('slow');
    await eventually(async () => (await customer.message(messageId)).status === 'sending', 'sending');
    const workflowId = conversationWorkflowId(await customer.contactId());
    await scenario.desk.client.workflow.getHandle(workflowId).terminate('lost');
    await customer.attend(LI);
    await customer.settles(messageId, 'sent', 30_000);
    await customer.isAnswered('next');
    return customer;
  },
  async 'set-back'(scenario) {
    const customer = await begin(scenario);
    await customer.isAnswered('hello');
    await customer.rests();
    // As after restoring a backup of Temporal: the store is ahead.
    const { conversation } = await customer.conversation();
    await scenario.desk.database.db.execute(
      sql`update conversations set version = version + 100, snapshot = jsonb_set(snapshot, '{unread}', '3')
          where id = ${conversation.id}`,
    );
    await customer.writes();
    await customer.isAnswered('next');
    return customer;
  },
  async reopened(scenario) {
    const customer = await begin(scenario);
    await customer.isAnswered('hello');
    await customer.complete(LI);
    await customer.becomes('completed', 'operator');
    await customer.rests();
    await customer.reopen(WANG);
    await customer.isAnswered('again', { by: WANG });
    await customer.writes();
    return customer;
  },
  async 'reopened-at-once'(scenario) {
    const customer = await begin(scenario);
    await customer.attend(LI);
    const { id: conversationId, contactId } = (await customer.conversation()).conversation;
    const target = { contactId, conversationId, by: LI };
    const { complete, reopen } = scenario.desk.conversationClient;
    // The run is still there, and the end of the conversation is not written yet.
    await Promise.all([complete(target), reopen(target, newId())]);
    await customer.rests();
    await customer.isAnswered('again');
    return customer;
  },
  async snoozed(scenario) {
    const customer = await begin(scenario);
    await customer.attend(LI);
    await customer.snooze(LI, HOUR);
    await customer.waits(HOUR + SECOND);
    await customer.snooze(LI, null);
    await customer.writes();
    return customer;
  },
  async 'warned-of-closing'(scenario) {
    const customer = await begin(scenario);
    await customer.attend(LI);
    for (let part = 0; part < 2; part += 1) {
      await customer.waits(20 * HOUR);
      await customer.writes();
    }
    await customer.waits(7 * HOUR + MINUTE);
    await customer.rests();
    await customer.isAnswered('just in time');
    return customer;
  },
  async 'announces-closing'(scenario) {
    const customer = await begin(scenario);
    await customer.isAnswered('one');
    for (let part = 0; part < 2; part += 1) {
      await customer.waits(20 * HOUR);
      await customer.isAnswered('another');
    }
    await customer.waits(9 * HOUR);
    await customer.rests();
    return customer;
  },
  async 'delivery-trouble'(scenario) {
    const customer = await begin(scenario, { consecutiveLimit: 1 });
    await customer.isAnswered('one');
    await customer.reply('held', { whenBlocked: 'hold' });
    await customer.rests();
    await customer.writes();
    await customer.rests();
    await customer.writes();
    scenario.fault(customer, { type: 'errcode', errcode: 40007 });
    const failed = await customer.reply('refused');
    await customer.settles(failed.messageId, 'failed');
    scenario.fault(customer, { type: 'http_status', status: 502 });
    const unknown = await customer.reply('perhaps');
    await customer.settles(unknown.messageId, 'unknown');
    return customer;
  },
  async 'contact-blocked'(scenario) {
    const customer = await begin(scenario);
    const contacts = createContacts(scenario.desk.database);
    await contacts.block(await customer.contactId(), 'spam', SYSTEM);
    await customer.becomes('completed', 'contact_blocked');
    return customer;
  },
  async 'contact-erased'(scenario) {
    const customer = await begin(scenario);
    await customer.isAnswered('hello');
    const [id, contactId] = [(await customer.conversation()).conversation.id, await customer.contactId()];
    const { services, conversations } = scenario.desk;
    await services.erasures.begin(contactId, 'asked', SYSTEM);
    const isOver = async () =>
      (await conversations.getEvenErased(id))?.conversation.completedReason === 'contact_erased';
    await eventually(isOver, 'the conversation completes');
    return customer;
  },
  async 'rolled-over'(scenario) {
    const customer = await begin(scenario, NEVER);
    await customer.isAnswered('hello');
    for (let index = 0; index < 12; index += 1) await customer.writes();
    await customer.isAnswered('in a later run');
    return customer;
  },
  async 'long-conversation'(scenario) {
    const customer = await begin(scenario, NEVER);
    for (let index = 0; index < 85; index += 1) await customer.writes();
    return customer;
  },
};

/** Paths whose runs end where they do in production, not where the tests' bound ends them. */
export const UNBOUNDED_PATHS: ReadonlySet<string> = new Set(['long-conversation']);
