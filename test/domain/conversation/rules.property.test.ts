import assert from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { abilities, judge } from '../../../src/domain/conversation/abilities';
import { isRatingAsked } from '../../../src/domain/conversation/automatic/rating';
import type { Actor, Conversation } from '../../../src/domain/conversation/conversation';
import { deadlines, nextDeadline } from '../../../src/domain/conversation/deadlines';
import type { SendOutcome } from '../../../src/domain/conversation/delivery';
import type { ConversationEvent, Wish } from '../../../src/domain/conversation/events';
import type { Step } from '../../../src/domain/conversation/step';
import { transition } from '../../../src/domain/conversation/transition';
import { windowClosesAt } from '../../../src/domain/conversation/window';
import type { VersionedSettings } from '../../../src/domain/settings';
import {
  anna,
  askRating,
  attend,
  begun,
  ben,
  cancel,
  channelResumed,
  chief,
  complete,
  HOUR,
  handback,
  MINUTE,
  outcomes,
  reopen,
  reply,
  SECOND,
  settings,
  snooze,
  T0,
  timePassed,
  transfer,
  unsnooze,
  wrote,
} from '../builders';
import { RulesModel } from './rules.model';

const ACTORS = [anna, ben, chief] as const;

/** The outcomes, by their names in the model. */
const OUTCOMES: readonly (readonly [kind: string, outcome: SendOutcome])[] = [
  ['sent', outcomes.sent],
  ['unknown', outcomes.unknown],
  ['refused', outcomes.refused],
  ['refused', outcomes.misconfigured],
  ['retry', outcomes.notSent],
  ['retry', outcomes.paused],
  ['retry', outcomes.channelDown],
  ['unreachable', outcomes.unreachable],
  ['45015', outcomes.windowClosed],
  ['45047', outcomes.limitReached],
];

const actor = fc.constantFrom(...ACTORS);
const jump = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 5 * SECOND }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 2 * HOUR }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(0, 10 * SECOND, MINUTE, 15 * MINUTE, HOUR, 20 * HOUR, 24 * HOUR, 48 * HOUR),
  },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 60 * 24 * HOUR }) },
);
const rules = fc.record({
  ringTimeSeconds: fc.constantFrom(10, 60, 3600),
  closeMissedAfterSeconds: fc.constantFrom(900, 86_400, null),
  closeIdleAfterSeconds: fc.constantFrom(60, 3600, 86_400),
  windowAnchor: fc.constantFrom('conversation-start' as const, 'last-inbound' as const),
  consecutiveLimit: fc.integer({ min: 1, max: 5 }),
});
const command = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('reply' as const), by: actor, hold: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('wrote' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('send' as const), outcome: fc.nat(OUTCOMES.length - 1) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ type: fc.constant('sent' as const), count: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('start' as const) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('attend' as const), by: actor }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('transfer' as const), by: actor, to: actor }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('complete' as const), by: actor }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('cancel' as const), by: actor, index: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('disable' as const), by: actor }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('snooze' as const), by: actor, ms: fc.option(jump) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('unsnooze' as const), by: actor }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('settings' as const), rules }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('tick' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('resume' as const) }) },
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;
const script = fc.record({
  rules,
  steps: fc.array(fc.record({ after: jump, command }), { maxLength: 40, size: 'max' }),
});
const RUNS = { numRuns: Number(process.env.FC_RUNS ?? 300), seed: Number(process.env.FC_SEED ?? 20_260_105) };

type Rules = typeof rules extends fc.Arbitrary<infer R> ? R : never;
const toModelRules = (from: Rules): RulesModel['rules'] => ({
  ring: from.ringTimeSeconds * SECOND,
  closeMissed: from.closeMissedAfterSeconds === null ? null : from.closeMissedAfterSeconds * SECOND,
  closeIdle: from.closeIdleAfterSeconds * SECOND,
  limit: from.consecutiveLimit,
  fromStart: from.windowAnchor === 'conversation-start',
});

/** A conversation and its model, to which the same commands are applied. */
class Pair {
  now = T0;
  conversation: Conversation;
  model: RulesModel;
  private counter = 0;
  private version = 1;
  private rules: VersionedSettings;

  constructor(from: Rules) {
    this.rules = settings(from);
    this.conversation = begun(from);
    this.model = new RulesModel(T0, toModelRules(from));
  }

  apply(event: ConversationEvent): void {
    this.conversation = transition(this.conversation, event, this.now).conversation;
  }

  private sendOne(kind: string, outcome: SendOutcome): void {
    const sending = this.model.queue.find((one) => one.status === 'sending');
    const message = sending ?? this.model.queue.find((one) => one.status === 'queued');
    if (message === undefined) return;
    this.apply({ type: 'sendStarted', messageId: message.id });
    this.apply({ type: 'sendEnded', messageId: message.id, outcome });
    this.model.outcome(message.id, kind, this.now);
    this.model.tick(this.now);
    this.model.release(this.now);
  }

  run(command: Command): void {
    const { model, now } = this;
    // Everything but a message from the contact is applied after the deadlines that are due.
    if (command.type !== 'wrote') model.tick(now);
    switch (command.type) {
      case 'tick':
        return this.apply(timePassed);
      case 'resume':
        return this.apply(channelResumed);
      case 'wrote': {
        // After the window the message belongs to the next conversation, which the thread decides.
        if (model.state === 'completed' || now >= model.closesAt) {
          model.tick(now);
          return this.apply(timePassed);
        }
        this.apply(wrote(`in-${(this.counter += 1)}`, { settings: this.rules }));
        return model.contactWrote(now);
      }
      case 'reply': {
        const id = `out-${(this.counter += 1)}`;
        this.apply(reply(command.by, id, command.hold ? 'hold' : 'reject'));
        model.reply(id, command.by.operatorId, command.hold, now);
        return;
      }
      case 'attend':
        this.apply(attend(command.by));
        model.attend(command.by.operatorId, now);
        return;
      case 'transfer':
        this.apply(transfer(command.by, command.to));
        if (this.mayManage(command.by)) model.transfer(command.to.operatorId);
        return;
      case 'complete':
        this.apply(complete(command.by));
        if (this.mayManage(command.by)) model.end('operator');
        return;
      case 'cancel': {
        const message = model.queue[command.index];
        if (message === undefined) return this.apply(timePassed);
        this.apply(cancel(command.by, message.id));
        const mayCancel =
          model.state !== 'completed' && (model.state !== 'active' || this.mayManage(command.by));
        if (message.status === 'held' && mayCancel)
          model.queue = model.queue.filter((one) => one !== message);
        return;
      }
      case 'snooze': {
        const until = command.ms === null ? null : now + command.ms;
        this.apply(snooze(command.by, until));
        model.snooze(command.by.operatorId, until, now);
        return;
      }
      case 'unsnooze':
        this.apply(unsnooze(command.by));
        if (this.mayReply(command.by)) model.snoozed = undefined;
        return;
      case 'disable':
        this.apply({ type: 'operatorDisabled', operatorId: command.by.operatorId });
        return model.disable(command.by.operatorId, now);
      case 'settings':
        this.version += 1;
        this.rules = settings({ ...command.rules, version: this.version });
        this.apply({ type: 'settingsChanged', settings: this.rules });
        if (model.state === 'completed') return;
        model.rules = toModelRules(command.rules);
        model.tick(now, now);
        return model.release(now);
      case 'start': {
        const first = model.queue.find((one) => one.status !== 'held');
        if (first === undefined || first.status === 'sending') return this.apply(timePassed);
        first.status = 'sending';
        return this.apply({ type: 'sendStarted', messageId: first.id });
      }
      case 'send': {
        const [kind, outcome] = OUTCOMES[command.outcome] ?? ['sent', outcomes.sent];
        this.apply(timePassed);
        return this.sendOne(kind, outcome);
      }
      case 'sent':
        this.apply(timePassed);
        for (let index = 0; index < command.count; index += 1) this.sendOne('sent', outcomes.sent);
        return;
      default:
        return command satisfies never;
    }
  }

  private mayReply(by: Actor): boolean {
    return this.model.state === 'active' && by.operatorId === this.model.operator;
  }

  private mayManage(by: Actor): boolean {
    return this.model.state === 'active' && (by.isAdministrator || by.operatorId === this.model.operator);
  }

  view() {
    const { state, operatorId, completedReason, consecutive, outbound } = this.conversation;
    return {
      state,
      operator: operatorId,
      reason: completedReason,
      sent: consecutive.sent,
      queue: outbound.map(({ messageId, whenBlocked, status }) => ({
        id: messageId,
        hold: whenBlocked === 'hold',
        status,
      })),
      closesAt: windowClosesAt(this.conversation),
      isLost: this.conversation.unreachable !== null,
      snoozed: this.conversation.snooze?.until,
    };
  }

  modelView() {
    const { state, operator, reason, sent, queue, closesAt, isLost, snoozed } = this.model;
    return { state, operator, reason, sent, queue, closesAt, isLost, snoozed };
  }
}

/** Runs a script and checks something after each step. */
function walk(
  script: { rules: Rules; steps: readonly { after: number; command: Command }[] },
  check: (pair: Pair) => void,
) {
  const pair = new Pair(script.rules);
  for (const { after, command } of script.steps) {
    pair.now += after;
    pair.run(command);
    check(pair);
  }
}

describe('in every life of a conversation', () => {
  it('the rules agree with a model written from docs/rules.md alone', () => {
    fc.assert(
      fc.property(script, (script) => {
        walk(script, (pair) => expect(pair.view()).toEqual(pair.modelView()));
      }),
      RUNS,
    );
  });

  it('transition does exactly what judge and abilities allow', () => {
    fc.assert(
      fc.property(script, (script) => {
        walk(script, ({ conversation, now }) => {
          const current = transition(conversation, timePassed, now).conversation;
          for (const by of ACTORS) checkWishes(current, by, now);
        });
      }),
      RUNS,
    );
  });

  it('the first deadline is the one that fires, and none is overdue after it', () => {
    fc.assert(
      fc.property(script, (script) => {
        walk(script, ({ conversation, now }) => {
          let current = transition(conversation, timePassed, now).conversation;
          for (let turn = 0; turn < 10; turn += 1) {
            const next = nextDeadline(current);
            if (next === null) return;
            expect(next.at).toBeGreaterThan(now);
            const applied = deadlines(current).filter(({ kind }) => kind !== 'window_closing');
            expect(applied[0]).toEqual(next);
            expect(transition(current, timePassed, next.at - 1).conversation).toBe(current);
            const after = transition(current, timePassed, next.at).conversation;
            expect(after).not.toBe(current);
            for (const { kind, at } of deadlines(after)) {
              // The warning is not applied by time alone.
              if (kind !== 'window_closing') expect(at).toBeGreaterThan(next.at);
            }
            current = after;
          }
          throw new Error('ten deadlines in a row without an end');
        });
      }),
      RUNS,
    );
  });

  it('a conversation is plain JSON', () => {
    fc.assert(
      fc.property(script, (script) => {
        walk(script, ({ conversation }) =>
          expect(JSON.parse(JSON.stringify(conversation))).toStrictEqual(conversation),
        );
      }),
      RUNS,
    );
  });
});

function checkWishes(current: Conversation, by: Actor, now: number): void {
  const able = abilities(current, by, now);
  const wishes: readonly (readonly [wish: Wish, ability: { allowed: boolean } | null])[] = [
    [attend(by), able.attend],
    [reply(by, 'wish', 'reject'), able.reply],
    [reply(by, 'wish', 'hold'), able.hold],
    [transfer(by, ben), able.transfer],
    [{ type: 'transferToGroup', by, groupId: 'group' }, null],
    [{ type: 'decline', by }, able.decline],
    [complete(by), able.complete],
    [reopen(by, current.id, 'next'), able.reopen],
    [snooze(by, null), able.snooze],
    [unsnooze(by), able.snooze],
    [handback(by), able.handback],
    [askRating(by), able.askRating],
    [cancel(by, 'nothing'), null],
    ...current.outbound.map(({ messageId }) => [cancel(by, messageId), null] as const),
  ];
  for (const [wish, ability] of wishes) {
    const refusal = judge(current, wish, now);
    const step = transition(current, wish, now);
    if (ability !== null) {
      assert.strictEqual(ability.allowed, refusal === null);
      if (refusal !== null) assert(isDeepStrictEqual(ability, { allowed: false, ...refusal }));
    }
    if (refusal !== null) assert(step.conversation === current && step.changes.length === 0);
    else assert(isDone(step, wish), `${wish.type} was allowed and not done`);
  }
}

function isDone({ conversation, changes }: Step, wish: Wish): boolean {
  const { state, operatorId, completedReason, outbound, unreachable } = conversation;
  const [first] = changes;
  switch (wish.type) {
    case 'attend':
      return state === 'active' && operatorId === wish.by.operatorId;
    case 'transfer':
      return state === 'active' && operatorId === wish.toOperatorId;
    case 'transferToGroup':
      return state === 'waiting' && operatorId === null && conversation.groupId === wish.groupId;
    case 'decline':
      return conversation.offering?.offer === undefined;
    case 'complete':
      return state === 'completed' && completedReason === 'operator';
    case 'reply': {
      if (state !== 'active' || operatorId !== wish.by.operatorId || changes.length !== 1) return false;
      return first?.status === 'queued' || first?.status === (unreachable === null ? 'held' : 'failed');
    }
    // The chain begins the next conversation; the completed one stays as it is.
    case 'reopen':
      return state === 'completed' && changes.length === 0;
    case 'snooze':
      return conversation.snooze?.until === wish.until;
    case 'unsnooze':
      return conversation.snooze === undefined;
    case 'askRating':
      return isRatingAsked(conversation);
    case 'handback':
      return state === 'bot' && operatorId === null && conversation.handover === undefined;
    case 'cancel': {
      const isGone = !outbound.some((one) => one.messageId === wish.messageId);
      return isGone && first?.messageId === wish.messageId && first.status === 'cancelled';
    }
    default:
      return wish satisfies never;
  }
}
