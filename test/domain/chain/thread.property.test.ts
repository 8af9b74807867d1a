import assert from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { applyToThread } from '../../../src/domain/chain/thread';
import type { Conversation, OutboundMessage } from '../../../src/domain/conversation/conversation';
import { deadlines } from '../../../src/domain/conversation/deadlines';
import type { ConversationEvent } from '../../../src/domain/conversation/events';
import {
  acted,
  anna,
  attend,
  cancel,
  claimed,
  complete,
  decline,
  HOUR,
  handback,
  newThread,
  offers,
  reopen,
  reply,
  settings,
  snooze,
  T0,
  timePassed,
  told,
  transfer,
  transferToGroup,
  unsnooze,
  wrote,
} from '../builders';

import { action, actor, forAll, isSeen, jump, outcome, RUNS, rules } from '../conversation/histories';
import { watchWindows } from '../conversation/windows.model';

/** What can still change in a completed conversation: unsettled messages are sent, WeChat answers, and a rating is asked for. */
const DRAINING = [
  'outbound',
  'consecutive',
  'trigger',
  'window',
  'unreachable',
  'lastWeChatRefusal',
  'troubled',
  'toSay',
  'ratingAsked',
  'timelineEvents',
  'lastActivityAt',
];
const finalParts = (conversation: Conversation) =>
  Object.entries(conversation).filter(([name]) => !DRAINING.includes(name));

describe('in every history of a contact', () => {
  it('a completed conversation never changes and accepts no message', () => {
    forAll(({ host }) => {
      host.afterEvent = (event, before) => {
        const old = before.current;
        const { current, ended } = host.thread;
        if (old?.state !== 'completed') return;
        const now =
          current?.id === old.id
            ? current
            : (ended.find((one) => one.conversation.id === old.id)?.conversation ?? host.written.get(old.id));
        assert(
          now !== undefined && isDeepStrictEqual(finalParts(now), finalParts(old)),
          `${event.type} changed it`,
        );
        if (current?.id !== old.id) return;
        const isOld = (id: string): boolean => old.outbound.some((one) => one.messageId === id);
        const isQuestion = ({ kind }: OutboundMessage): boolean =>
          kind === 'msgmenu' && event.type === 'automaticPrepared' && current.ratingAsked === true;
        assert(current.outbound.every((one) => isOld(one.messageId) || isQuestion(one)));
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
          const ids = driver.facts.map((fact) => ('messageId' in fact ? (fact.messageId ?? '') : ''));
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
            seenEvents.set(String(event.messageId), event);
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
        // A message that WeChat refused and that was held again may be sent later; only first attempts are compared.
        const firsts = [...new Set(host.attempts.map((one) => one.messageId))];
        const order = firsts.map((id) => host.accepted.indexOf(id));
        assert.deepStrictEqual(
          order,
          order.toSorted((a, b) => a - b),
        );
      },
    }));
  });

  it('no message leaves after its time limit or its windows, however long its delivery waited for a worker', () => {
    forAll(({ host }) => ({
      end: () => {
        for (const { messageId, at, conversation } of host.attempts) {
          const { outbound, startedAt, window, trigger, settings } = conversation;
          const message = outbound.find((one) => one.messageId === messageId);
          assert(message !== undefined && at < (message.leavesBefore ?? Number.POSITIVE_INFINITY));
          const anchor = settings.windowAnchor === 'last-inbound' ? window.lastInboundAt : startedAt;
          const isInMain = message.chargedToMain && at < anchor + 48 * HOUR;
          assert(isInMain || (trigger !== null && at < trigger.closesAt), `${messageId} left too late`);
        }
      },
    }));
  });

  it('a wish gets the same answer whether a send is in flight or not', () => {
    forAll((driver) => {
      const { host } = driver;
      return {
        after: () => {
          const isNews = host.waiting.some((one) => one.type === 'contactWrote' && !isSeen(host.thread, one));
          if (!host.hasDeferred || !isNews) return;
          for (const whenBlocked of ['reject', 'hold'] as const) {
            const wish = reply(anna, 'new', whenBlocked);
            // With no send in flight the contact's message has begun the next conversation at once.
            assert.deepStrictEqual(host.judge(wish), { code: 'conversation_completed' });
          }
        },
      };
    });
  });

  it('a message is sent once: never again after WeChat accepted it, or may have', () => {
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

  it('nothing is sent outside every window, as far as is known at that time', () => {
    forAll(({ host }) => {
      watchWindows(host);
      return {};
    });
  });

  it('at most the limit is sent between two messages from the contact, plus three for each trigger', () => {
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

  it('a renewal leaves no message behind: it moves every message that it does not settle', () => {
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

  it('nothing due can get stuck: in time the chain ends or waits for someone', () => {
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

describe('for any events in any order, even ones that the host never sends', () => {
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
    fc
      .tuple(
        actor,
        fc.constantFrom('conversation-of-in-1', 'r-1', 'r-2'),
        fc.constantFrom('r-1', 'r-2', 'r-3'),
      )
      .map(([by, from, to]) => reopen(by, from, to)),
    fc
      .tuple(actor, fc.option(fc.nat(9 * 86_400_000)))
      .map(([by, ms]) => snooze(by, ms === null ? null : T0 + ms)),
    actor.map(unsnooze),
    actor.map(handback),
    fc.tuple(actor, fc.constantFrom('a', 'b', 'c')).map(([by, id]) => cancel(by, id)),
    fc.tuple(rules, fc.nat(9)).map(([changes, version]) => ({
      type: 'settingsChanged' as const,
      settings: settings({
        ...changes,
        version,
        ...(version % 2 === 0 ? {} : { ...offers({ returnAfterSeconds: 60 }), hoursVersion: version }),
      }),
    })),
    fc.constantFrom<ConversationEvent>(
      timePassed,
      acted('unfollow'),
      { type: 'operatorDisabled', operatorId: 'anna' },
      { type: 'channelClosed', reason: 'channel_deleted' },
      { type: 'contactBlocked' },
      { type: 'subscriptionChecked', subscribed: false },
      { type: 'subscriptionChecked', subscribed: null },
      { type: 'botRemoved', botId: 'bot' },
      { type: 'operatorHandsOver', operatorId: 'anna' },
      { type: 'operatorStays', operatorId: 'anna' },
      { type: 'operatorAvailable' },
      { type: 'groupDeleted', groupId: 'sales' },
      told(true, HOUR),
      told(false, HOUR, { version: 3 }),
      claimed(1, anna),
      claimed(2, null),
      transferToGroup(anna, 'sales'),
      decline(anna),
      { type: 'botAnswered', turn: 1, parts: [{ messageId: 'd', kind: 'text' }], leaving: 1 },
      { type: 'botAnswered', turn: 2, parts: [], leaving: 0, then: { type: 'end' } },
      {
        type: 'botAnswered',
        turn: 1,
        parts: [],
        leaving: 0,
        then: { type: 'handOver', reason: 'asked_by_bot' },
      },
      { type: 'greetingAsked', messageId: 'e', kind: 'text', leavesWithinMs: 60_000 },
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
