import assert from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Conversation } from '../../../src/domain/conversation/conversation';
import { deadlines } from '../../../src/domain/conversation/deadlines';
import type { SendOutcome } from '../../../src/domain/conversation/delivery';
import type { ContactActed, ConversationEvent } from '../../../src/domain/conversation/events';
import { applyToThread, type Thread } from '../../../src/domain/conversation/thread';
import type { VersionedSettings } from '../../../src/domain/settings';
import {
  acted,
  anna,
  attend,
  ben,
  cancel,
  chief,
  complete,
  DAY,
  HOUR,
  MINUTE,
  newThread,
  outcomes,
  reply,
  SECOND,
  settings,
  T0,
  timePassed,
  transfer,
  wrote,
} from '../builders';
import { ChainHost } from './chain-host';

const RUNS = { numRuns: Number(process.env.FC_RUNS ?? 300), seed: Number(process.env.FC_SEED ?? 20_260_105) };

const actor = fc.constantFrom(anna, ben, chief);
const action = fc.constantFrom<ContactActed['action']>(
  'follow',
  'scan',
  'menu_tap',
  'menu_message_tap',
  'none',
);
const jump = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 20 * SECOND }) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 3 * HOUR }) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, MINUTE, HOUR, 20 * HOUR, DAY, 2 * DAY) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 * DAY }) },
);
const ageMs = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -SECOND, max: 3 * DAY }) },
);
const rules = fc.record({
  ringTimeSeconds: fc.constantFrom(10, 60, 3600),
  closeMissedAfterSeconds: fc.constantFrom(900, 86_400, null),
  closeIdleAfterSeconds: fc.constantFrom(60, 3600, 86_400),
  windowAnchor: fc.constantFrom('conversation-start' as const, 'last-inbound' as const),
  consecutiveLimit: fc.integer({ min: 1, max: 5 }),
  bot: fc.record(
    {
      mode: fc.constantFrom('off' as const, 'off' as const, 'built-in' as const),
      idleAfterSeconds: fc.constantFrom(60, 3600),
    },
    { noNullPrototype: true },
  ),
});
const outcome = fc.oneof(
  { weight: 5, arbitrary: fc.constant<SendOutcome>(outcomes.sent) },
  { weight: 5, arbitrary: fc.constantFrom<SendOutcome>(...Object.values(outcomes)) },
);
const of = <T extends string>(type: T) => fc.constant(type);
const command = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: of('wrote'), ageMs, withSettings: fc.boolean() }) },
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
  { weight: 1, arbitrary: fc.record({ type: of('cancel'), by: actor, index: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ type: of('withdraw'), index: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ type: of('settings'), rules }) },
  { weight: 1, arbitrary: fc.record({ type: of('disable'), by: actor }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: of('bot'),
      what: fc.constantFrom('botForwarded', 'botEnded', 'botReplied'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: of('close'), what: fc.constantFrom('channel', 'blocked', 'unfollow') }),
  },
  { weight: 6, arbitrary: fc.record({ type: of('repeat'), index: fc.nat(20) }) },
  { weight: 5, arbitrary: fc.record({ type: of('endSend'), outcome }) },
  {
    weight: 8,
    arbitrary: fc.record({ type: of('time'), ms: jump, outcomes: fc.array(outcome, { maxLength: 8 }) }),
  },
  // The worker was away: time has passed and nothing woke up.
  { weight: 3, arbitrary: fc.record({ type: of('outage'), ms: jump }) },
  { weight: 6, arbitrary: fc.record({ type: of('settle'), outcomes: fc.array(outcome, { maxLength: 8 }) }) },
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;
const script = fc.record({
  rules,
  subscribed: fc.constantFrom(true, false, null),
  commands: fc.array(command, { maxLength: 60, size: 'max' }),
});
type Script = typeof script extends fc.Arbitrary<infer S> ? S : never;

/** Turns commands into events, each item with an id of its own, and drives the host with them. */
class Driver {
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
        return this.fact(wrote(messageId, { ageMs: command.ageMs, settings: from, newConversationId }));
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
        if (command.what !== 'botReplied') return host.take({ type: command.what as 'botEnded' });
        return host.take({ type: 'botReplied', messageId: this.id('out'), kind: 'text' });
      case 'close':
        if (command.what === 'unfollow') return this.fact(acted('unfollow', this.id('event')));
        if (command.what === 'blocked') return host.take({ type: 'contactBlocked' });
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
      case 'settle':
        host.settle([...command.outcomes]);
        return;
      default:
        return command satisfies never;
    }
  }

  /** Nothing more happens: everything in flight ends, and all deadlines pass. */
  drain(): void {
    this.host.endSend(outcomes.sent);
    this.host.passTime(
      200 * DAY,
      Array.from({ length: 500 }, () => outcomes.sent),
    );
  }
}

const isSeen = (thread: Thread, event: ConversationEvent): boolean =>
  'messageId' in event && thread.seen.includes(event.messageId);

/** Runs a script; `watch` sees the driver before it starts, `after` after each command and at the end. */
function forAll(
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

/** What of a completed conversation never changes; its outbound list may still drain, and WeChat may still answer. */
const finalParts = ({
  outbound,
  consecutive,
  trigger,
  window,
  unreachable,
  lastWeChatRefusal,
  ...rest
}: Conversation) => rest;

describe('for every history of a contact', () => {
  it('a completed conversation never changes, and takes in no message', () => {
    forAll(({ host }) => {
      host.afterEvent = (event, before) => {
        const old = before.current;
        const { current, ended } = host.thread;
        if (old?.state !== 'completed') return;
        const now =
          current?.id === old.id
            ? current
            : ended.find((one) => one.conversation.id === old.id)?.conversation;
        assert(
          now !== undefined && isDeepStrictEqual(finalParts(now), finalParts(old)),
          `${event.type} changed it`,
        );
        if (current?.id !== old.id) return;
        const isOld = (id: string): boolean => old.outbound.some((one) => one.messageId === id);
        assert(current.outbound.every((one) => isOld(one.messageId)));
      };
      return {};
    });
  });

  it('each item of the contact is filed exactly once, and a message never under a conversation that is over', () => {
    forAll((driver) => {
      const { host } = driver;
      host.afterEvent = (event, before) => {
        if (event.type !== 'contactWrote' || host.thread === before) return;
        assert.notStrictEqual(host.thread.current, null);
        assert.notStrictEqual(host.thread.current?.state, 'completed');
      };
      return {
        end: () => {
          driver.drain();
          const ids = driver.facts.map((fact) => ('messageId' in fact ? fact.messageId : ''));
          assert.deepStrictEqual(host.filed.map((one) => one.messageId).sort(), ids.sort());
          for (const { messageId, conversationId } of host.filed) {
            if (messageId.startsWith('in-')) assert.notStrictEqual(conversationId, null);
          }
        },
      };
    });
  });

  it('a repeated fact changes nothing', () => {
    forAll(({ host }) => {
      const seenEvents = new Map<string, ConversationEvent>();
      host.afterEvent = (event) => {
        if ('messageId' in event && isSeen(host.thread, event)) {
          if (event.type === 'reply' || event.type.startsWith('contact'))
            seenEvents.set(event.messageId, event);
        }
      };
      return {
        after: () => {
          for (const event of seenEvents.values()) {
            if (isSeen(host.thread, event)) {
              assert.strictEqual(applyToThread(host.thread, event, host.now), host.thread);
            }
          }
        },
      };
    });
  });

  it('every accepted message ends in exactly one final status', () => {
    forAll((driver) => {
      const { host } = driver;
      return {
        after: () => {
          const outbound = new Set(host.thread.current?.outbound.map((one) => one.messageId));
          for (const id of host.accepted) {
            const finals = host.finals.get(id) ?? [];
            assert.strictEqual(finals.length + (outbound.has(id) ? 1 : 0), 1, `${id}: ${finals.join()}`);
          }
        },
        end: () => {
          driver.drain();
          const held = new Set(host.thread.current?.outbound.map((one) => one.messageId));
          for (const id of host.accepted) assert(held.has(id) || host.finals.get(id)?.length === 1);
          for (const one of host.thread.current?.outbound ?? []) assert.strictEqual(one.status, 'held');
        },
      };
    });
  });

  it('messages leave in the order in which they were accepted', () => {
    forAll(({ host }) => ({
      end: () => {
        // A message that WeChat refused and that was held again may come later; its first attempt may not.
        const firsts = [...new Set(host.attempts.map((one) => one.messageId))];
        const order = firsts.map((id) => host.accepted.indexOf(id));
        assert.deepStrictEqual(
          order,
          order.toSorted((a, b) => a - b),
        );
      },
    }));
  });

  it('a message is sent once: never again after it was, or may have been, taken', () => {
    forAll(({ host }) => ({
      after: () => {
        for (const [id, statuses] of host.finals) {
          if (!statuses.includes('sent') && !statuses.includes('unknown')) continue;
          assert(!host.thread.current?.outbound.some((one) => one.messageId === id));
        }
        const sending = host.thread.current?.outbound.filter((one) => one.status === 'sending') ?? [];
        assert.deepStrictEqual(
          sending.map((one) => one.messageId),
          host.inFlight === null ? [] : [host.inFlight],
        );
      },
    }));
  });

  it('nothing leaves outside every window, as far as we know when it leaves', () => {
    forAll(({ host }) => {
      watchWindows(host);
      return {};
    });
  });

  it('never more than the limit leaves between two messages of the contact, and three for each trigger', () => {
    forAll(({ host }) => {
      const windows = watchWindows(host);
      return { after: () => windows.checkCount() };
    });
  });

  it('the version never falls, and rises with every change that is written', () => {
    forAll(({ host }) => {
      host.afterEvent = (_, before) => {
        const { version, current, rows } = host.thread;
        assert(version >= before.version);
        if (current !== before.current || rows !== before.rows) assert(version > before.version);
        for (const row of rows) assert(row.version <= version);
      };
      return {};
    });
  });

  it('the chain is plain JSON', () => {
    forAll(({ host }) => ({
      after: () => assert.deepStrictEqual(JSON.parse(JSON.stringify(host.thread)), host.thread),
    }));
  });

  it('no deadline is due after time has passed, and the host never wakes up in the past', () => {
    forAll(({ host }) => ({
      after: () => {
        const after = applyToThread(host.thread, timePassed, host.now);
        for (const { at } of after.current === null ? [] : deadlines(after.current)) assert(at > host.now);
        assert.strictEqual(applyToThread(after, timePassed, host.now), after);
      },
    }));
  });

  it('a renewal leaves nothing on its way behind, and hands on what it does not settle', () => {
    forAll(({ host }) => {
      host.afterEvent = (event, before) => {
        if (event.type !== 'contactWrote' || before.current === null) return;
        const { current, ended } = host.thread;
        if (current?.id === before.current.id) return;
        const old = ended.at(-1)?.conversation;
        assert.strictEqual(old?.id, before.current.id);
        assert.deepStrictEqual(old.outbound, []);
        assert.strictEqual(old.state, 'completed');
        if (before.current.state !== 'completed') assert.strictEqual(old.completedReason, 'window_renewed');
        for (const { messageId, status } of before.current.outbound) {
          const isMoved = current?.outbound.some((one) => one.messageId === messageId);
          assert(isMoved || host.finals.has(messageId), `${messageId}:${status} was lost`);
        }
      };
      return {};
    });
  });

  it('nothing that is due can get stuck: with time the chain comes to its end or waits for somebody', () => {
    forAll((driver) => ({
      end: () => {
        driver.drain();
        const { current } = driver.host.thread;
        if (current === null) return;
        assert(current.state === 'missed' && current.settings.closeMissedAfterSeconds === null);
      },
    }));
  });
});

describe('for any events in any order, also such as the host never sends', () => {
  const anyEvent: fc.Arbitrary<ConversationEvent> = fc.oneof(
    fc.constantFrom('in-1', 'in-2', 'in-3').map((id) => wrote(id)),
    fc.tuple(action, fc.constantFrom('e-1', 'e-2')).map(([what, id]) => acted(what, id)),
    fc
      .tuple(actor, fc.constantFrom('a', 'b', 'c'), fc.boolean())
      .map(([by, id, hold]) => reply(by, id, hold ? 'hold' : 'reject')),
    fc.constantFrom('a', 'b', 'c').map((messageId) => ({ type: 'sendStarted' as const, messageId })),
    fc
      .tuple(fc.constantFrom('a', 'b', 'c'), outcome)
      .map(([messageId, outcome]) => ({ type: 'sendEnded' as const, messageId, outcome })),
    fc.constantFrom('a', 'b', 'c').map((messageId) => ({ type: 'replyWithdrawn' as const, messageId })),
    fc.tuple(actor, actor).map(([by, to]) => transfer(by, to)),
    actor.map(attend),
    actor.map(complete),
    fc.tuple(actor, fc.constantFrom('a', 'b', 'c')).map(([by, id]) => cancel(by, id)),
    fc.tuple(rules, fc.nat(9)).map(([changes, version]) => ({
      type: 'settingsChanged' as const,
      settings: settings({ ...changes, version }),
    })),
    fc.constantFrom<ConversationEvent>(
      timePassed,
      acted('unfollow'),
      { type: 'operatorDisabled', operatorId: 'anna' },
      { type: 'channelClosed', reason: 'channel_deleted' },
      { type: 'contactBlocked' },
      { type: 'subscriptionChecked', subscribed: false },
      { type: 'subscriptionChecked', subscribed: null },
      { type: 'botForwarded' },
      { type: 'botEnded' },
      { type: 'botReplied', messageId: 'd', kind: 'text' },
    ),
  );

  it('the rules never throw, counts stay whole, and the chain stays plain JSON', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(jump, anyEvent), { maxLength: 60, size: 'max' }), (steps) => {
        let thread = newThread();
        let now = T0;
        for (const [ms, event] of steps) {
          now += ms;
          const before = thread;
          thread = applyToThread(thread, event, now);
          assert(thread.version >= before.version);
          const { current } = thread;
          if (current === null) continue;
          assert(current.consecutive.sent >= 0 && (current.trigger?.sent ?? 0) >= 0);
          const charged = current.outbound.filter((one) => one.chargedToMain).length;
          assert(charged <= current.consecutive.sent, 'a place is taken that is not counted');
          assert(current.outbound.every((one) => one.status !== 'held' || !one.chargedToMain));
        }
        assert.deepStrictEqual(JSON.parse(JSON.stringify(thread)), thread);
      }),
      RUNS,
    );
  });
});

/**
 * Windows and counts as product.md tells them, kept beside the rules: from the events that were applied and the
 * attempts that were made, not from anything the rules computed.
 */
function watchWindows(host: ChainHost): { checkCount: () => void } {
  const never = Number.POSITIVE_INFINITY;
  let id: string | null = null;
  let life = { start: 0, last: 0, closed: never, limit: 0, openedAt: -never, triggers: 0, firstAttempt: 0 };
  host.afterEvent = (event, before) => {
    const { current } = host.thread;
    if (current === null || host.thread === before) return;
    const received = 'ageMs' in event ? host.now - Math.max(0, event.ageMs) : host.now;
    const { consecutiveLimit, windowAnchor } = current.settings;
    if (event.type === 'contactWrote') {
      const isTriggered = id === current.id && host.now < life.openedAt + MINUTE;
      if (id !== current.id)
        life = { ...life, start: received, last: received, closed: never, openedAt: -never };
      // Places that were taken under a higher limit stay taken while their messages are on their way.
      const limit = Math.max(consecutiveLimit, current.outbound.length > 0 ? life.limit : 0);
      const last = Math.max(life.last, received);
      life = { ...life, last, limit, triggers: isTriggered ? 1 : 0, firstAttempt: host.attempts.length };
      id = current.id;
    }
    life.limit = Math.max(life.limit, consecutiveLimit);
    if (event.type === 'contactActed' && event.action !== 'none' && event.action !== 'unfollow') {
      life.openedAt = received;
      life.triggers += 1;
    }
    if (event.type === 'sendStarted') {
      const closesAt = (windowAnchor === 'last-inbound' ? life.last : life.start) + 48 * HOUR;
      const isOpen = host.now < Math.min(closesAt, life.closed);
      const what = `${event.messageId} left ${host.now - T0} ms after the beginning`;
      assert(isOpen || host.now < life.openedAt + MINUTE, what);
    }
    if (
      event.type === 'sendEnded' &&
      event.outcome.type === 'refused' &&
      event.outcome.code === 'window_closed'
    ) {
      life.closed = Math.min(life.closed, host.now);
      life.openedAt = -never;
    }
  };
  return {
    checkCount: () => {
      const taken = new Set<string>();
      for (const { messageId } of host.attempts.slice(life.firstAttempt)) {
        const [status] = host.finals.get(messageId) ?? [];
        if (status === 'sent' || status === 'unknown' || host.inFlight === messageId) taken.add(messageId);
      }
      const allowed = life.limit + 3 * life.triggers;
      assert(taken.size <= allowed, `${taken.size} left where ${allowed} may`);
    },
  };
}
