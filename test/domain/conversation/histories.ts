import * as fc from 'fast-check';
import { type Thread } from '../../../src/domain/chain/thread';
import type { SendOutcome } from '../../../src/domain/conversation/delivery';
import type { ContactActed, ConversationEvent } from '../../../src/domain/conversation/events';
import type { VersionedSettings } from '../../../src/domain/settings';
import {
  acted,
  anna,
  askRating,
  attend,
  ben,
  cancel,
  chief,
  complete,
  DAY,
  HOUR,
  handback,
  MINUTE,
  outcomes,
  reopen,
  reply,
  SECOND,
  settings,
  snooze,
  transfer,
  unsnooze,
  wrote,
} from '../builders';
import { ChainHost } from '../chain/chain-host';

/** The environment variables `FC_RUNS` and `FC_SEED` make longer or different runs. */
export const RUNS = {
  numRuns: Number(process.env.FC_RUNS ?? 300),
  seed: Number(process.env.FC_SEED ?? 20_260_105),
};

export const actor = fc.constantFrom(anna, ben, chief);
export const action = fc.constantFrom<ContactActed['action']>(
  'follow',
  'scan',
  'menu_tap',
  'menu_message_tap',
  'none',
);
export const jump = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 20 * SECOND }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 3 * HOUR }) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, MINUTE, HOUR, 20 * HOUR, DAY, 2 * DAY) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 * DAY }) },
);
const ageMs = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -SECOND, max: 3 * DAY }) },
);
export const rules = fc.record({
  ringTimeSeconds: fc.constantFrom(10, 60, 3600),
  closeMissedAfterSeconds: fc.constantFrom(900, 86_400, null),
  closeIdleAfterSeconds: fc.constantFrom(60, 3600, 86_400),
  windowAnchor: fc.constantFrom('conversation-start' as const, 'last-inbound' as const),
  consecutiveLimit: fc.integer({ min: 1, max: 5 }),
  bot: fc.record(
    {
      botId: fc.constantFrom(null, null, 'bot'),
      idleAfterSeconds: fc.constantFrom(60, 3600),
      keepPlaces: fc.constantFrom(0, 1, 2),
      handoverAfterTurns: fc.constantFrom(null, null, 2),
      tellsHandover: fc.boolean(),
    },
    { noNullPrototype: true },
  ),
});
export const outcome = fc.oneof(
  { weight: 5, arbitrary: fc.constant<SendOutcome>(outcomes.sent) },
  { weight: 5, arbitrary: fc.constantFrom<SendOutcome>(...Object.values(outcomes)) },
);
/** What a text means to a bot; mostly nothing in particular. */
const botHint = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.constant('more' as const) },
  { weight: 1, arbitrary: fc.constant('person' as const) },
);
const botAnswer = fc.record({
  parts: fc.nat(7),
  then: fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        { type: 'end' as const },
        { type: 'handOver' as const, reason: 'asked_by_bot' as const },
        { type: 'handOver' as const, reason: 'bot_failed' as const, detail: 'timeout' as const },
      ),
    },
  ),
});
const of = <T extends string>(type: T) => fc.constant(type);
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: of('wrote'), ageMs, withSettings: fc.boolean(), botHint }) },
  { weight: 3, arbitrary: fc.record({ type: of('acted'), action, ageMs }) },
  {
    weight: 10,
    arbitrary: fc.record({
      type: of('reply'),
      by: actor,
      hold: fc.boolean(),
      count: fc.integer({ min: 1, max: 7 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: of('attend'), by: actor }) },
  { weight: 1, arbitrary: fc.record({ type: of('transfer'), by: actor, to: actor }) },
  { weight: 1, arbitrary: fc.record({ type: of('complete'), by: actor }) },
  { weight: 3, arbitrary: fc.record({ type: of('reopen'), by: actor }) },
  // What an operator completes is reopened, before and after its run has ended.
  { weight: 1, arbitrary: fc.record({ type: of('completeAndReopen'), by: actor, ms: jump }) },
  { weight: 2, arbitrary: fc.record({ type: of('snooze'), by: actor, ms: fc.option(jump) }) },
  { weight: 1, arbitrary: fc.record({ type: of('unsnooze'), by: actor }) },
  { weight: 1, arbitrary: fc.record({ type: of('cancel'), by: actor, index: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ type: of('withdraw'), index: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ type: of('settings'), rules }) },
  { weight: 1, arbitrary: fc.record({ type: of('disable'), by: actor }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: of('bot'),
      answer: botAnswer,
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: of('removeBot') }) },
  { weight: 2, arbitrary: fc.record({ type: of('handback'), by: actor }) },
  { weight: 2, arbitrary: fc.record({ type: of('askRating'), by: actor }) },
  {
    weight: 3,
    arbitrary: fc.record({ type: of('greet'), leavesWithinMs: fc.integer({ min: 1, max: MINUTE }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: of('close'),
      what: fc.constantFrom('channel', 'blocked', 'erased', 'unfollow'),
    }),
  },
  { weight: 6, arbitrary: fc.record({ type: of('repeat'), index: fc.nat(20) }) },
  { weight: 5, arbitrary: fc.record({ type: of('endSend'), outcome }) },
  {
    weight: 8,
    arbitrary: fc.record({ type: of('time'), ms: jump, outcomes: fc.array(outcome, { maxLength: 8 }) }),
  },
  // The worker was down: time has passed, and no timer fired.
  { weight: 3, arbitrary: fc.record({ type: of('outage'), ms: jump }) },
  // Workers are busy: from now on a delivery waits for so long.
  { weight: 2, arbitrary: fc.record({ type: of('queue'), ms: fc.oneof(fc.constant(0), jump) }) },
  { weight: 6, arbitrary: fc.record({ type: of('settle'), outcomes: fc.array(outcome, { maxLength: 8 }) }) },
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;
const script = fc.record({
  rules,
  subscribed: fc.constantFrom(true, false, null),
  commands: fc.array(command, { maxLength: 60, size: 'max' }),
});
type Script = typeof script extends fc.Arbitrary<infer S> ? S : never;

/** Turns commands into events, each item with an id of its own, and passes them to the host. */
export class Driver {
  readonly host: ChainHost;
  readonly facts: ConversationEvent[] = [];
  rules: VersionedSettings;
  private counter = 0;

  constructor(script: Script) {
    this.host = new ChainHost(script.subscribed);
    this.rules = settings(script.rules);
  }

  private id(kind: string): string {
    this.counter += 1;
    return `${kind}-${this.counter}`;
  }

  private fact(event: ConversationEvent): void {
    this.facts.push(event);
    this.host.take(event);
  }

  run(command: Command): void {
    const { host } = this;
    const outbound = host.thread.current?.outbound ?? [];
    switch (command.type) {
      case 'wrote': {
        const messageId = this.id('in');
        const from = command.withSettings ? this.rules : settings({ ...this.rules, version: 1 });
        const newConversationId = `conversation-${messageId}`;
        const { ageMs, botHint } = command;
        return this.fact(wrote(messageId, { ageMs, settings: from, newConversationId, botHint }));
      }
      case 'acted':
        return this.fact(acted(command.action, this.id('event'), command.ageMs));
      case 'reply':
        for (let index = 0; index < command.count; index += 1) {
          host.take(reply(command.by, this.id('out'), command.hold ? 'hold' : 'reject'));
        }
        return;
      case 'attend':
        return host.take(attend(command.by));
      case 'transfer':
        return host.take(transfer(command.by, command.to));
      case 'complete':
        return host.take(complete(command.by));
      case 'completeAndReopen':
        host.take(complete(command.by));
        host.passTime(command.ms, []);
        return host.take(reopen(command.by, host.newestId, this.id('reopened')));
      case 'reopen':
        return host.take(reopen(command.by, host.newestId, this.id('reopened')));
      case 'snooze':
        return host.take(snooze(command.by, command.ms === null ? null : host.now + command.ms));
      case 'unsnooze':
        return host.take(unsnooze(command.by));
      case 'cancel':
        return host.take(cancel(command.by, outbound[command.index]?.messageId ?? 'nothing'));
      case 'withdraw':
        return host.take({
          type: 'replyWithdrawn',
          messageId: outbound[command.index]?.messageId ?? 'nothing',
        });
      case 'settings':
        this.rules = settings({ ...command.rules, version: this.rules.version + 1 });
        return host.take({ type: 'settingsChanged', settings: this.rules });
      case 'disable':
        return host.take({ type: 'operatorDisabled', operatorId: command.by.operatorId });
      case 'bot':
        host.endTurn(command.answer, () => this.id('out'));
        return;
      case 'removeBot':
        return host.take({ type: 'botRemoved', botId: 'bot' });
      case 'handback':
        return host.take(handback(command.by));
      case 'askRating':
        return host.take(askRating(command.by));
      case 'greet': {
        const { leavesWithinMs } = command;
        return host.take({ type: 'greetingAsked', messageId: this.id('out'), kind: 'text', leavesWithinMs });
      }
      case 'close':
        if (command.what === 'unfollow') return this.fact(acted('unfollow', this.id('event')));
        if (command.what === 'blocked') return host.take({ type: 'contactBlocked' });
        if (command.what === 'erased') return host.take({ type: 'contactErased' });
        return host.take({ type: 'channelClosed', reason: 'channel_disabled' });
      case 'repeat': {
        const fact = this.facts.at(-1 - command.index);
        if (fact !== undefined && isSeen(host.thread, fact)) host.take(fact);
        return;
      }
      case 'endSend':
        return host.endSend(command.outcome);
      case 'time':
        return host.passTime(command.ms, [...command.outcomes]);
      case 'outage':
        host.now += command.ms;
        return;
      case 'queue':
        host.queueMs = command.ms;
        return;
      case 'settle':
        host.settle([...command.outcomes]);
        return;
      default:
        return command satisfies never;
    }
  }

  /** Lets everything in flight end and all deadlines pass, without new events. */
  drain(): void {
    this.host.queueMs = 0;
    this.host.endSend(outcomes.sent);
    this.host.onAsked = () => this.host.endTurn({ parts: 1 }, () => this.id('out'));
    this.host.onAsked();
    this.host.passTime(
      200 * DAY,
      Array.from({ length: 500 }, () => outcomes.sent),
    );
  }
}

export const isSeen = (thread: Thread, event: ConversationEvent): boolean =>
  'messageId' in event && thread.seen.includes(String(event.messageId));

/** Runs a script; `watch` sees the driver before it starts, `after` after each command and at the end. */
export function forAll(
  watch: (driver: Driver) => { after?: (command: Command) => void; end?: () => void },
  arbitrary: fc.Arbitrary<Script> = script,
): void {
  fc.assert(
    fc.property(arbitrary, (script) => {
      const driver = new Driver(script);
      const { after, end } = watch(driver);
      for (const command of script.commands) {
        driver.run(command);
        after?.(command);
      }
      end?.();
    }),
    RUNS,
  );
}
