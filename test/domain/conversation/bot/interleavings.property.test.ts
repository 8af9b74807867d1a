/** A bot's turns in every order in which messages, answers, sends and an operator's attend can meet. */
import assert from 'node:assert';
import * as fc from 'fast-check';
import { isOfBot } from '../../../../src/domain/conversation/bot/hand-over';
import type { Conversation } from '../../../../src/domain/conversation/conversation';
import type { VersionedSettings } from '../../../../src/domain/settings';
import { acted, anna, attend, handback, MINUTE, outcomes, SECOND, settings, wrote } from '../../builders';
import { ChainHost } from '../../chain/chain-host';
import { isSeen, outcome, RUNS } from '../histories';

/** At least a thousand scripts; in the first test each is played once for every point at which somebody can attend. */
const SCRIPTS = { ...RUNS, numRuns: Math.max(1_000, RUNS.numRuns) };

const of = <T extends string>(type: T) => fc.constant(type);
const then = fc.oneof(
  { weight: 8, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      { type: 'end' as const },
      { type: 'busy' as const },
      { type: 'handOver' as const, reason: 'asked_by_bot' as const },
      { type: 'handOver' as const, reason: 'bot_failed' as const, detail: 'timeout' as const },
    ),
  },
);
const hint = fc.oneof(
  { weight: 8, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.constant('more' as const) },
  { weight: 1, arbitrary: fc.constant('person' as const) },
);
const ms = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 4 * SECOND }) },
  { weight: 1, arbitrary: fc.constantFrom(MINUTE, 30 * MINUTE, 60 * MINUTE, 49 * 60 * MINUTE) },
);
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: of('writes'), hint }) },
  { weight: 1, arbitrary: fc.record({ type: of('taps') }) },
  { weight: 2, arbitrary: fc.record({ type: of('repeats'), back: fc.nat(5) }) },
  { weight: 6, arbitrary: fc.record({ type: of('passes'), ms }) },
  { weight: 5, arbitrary: fc.record({ type: of('answers'), parts: fc.nat(9), then }) },
  { weight: 4, arbitrary: fc.record({ type: of('delivers'), outcome }) },
  { weight: 1, arbitrary: fc.record({ type: of('greets'), isOfBot: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: of('removes') }) },
  { weight: 1, arbitrary: fc.record({ type: of('speaks'), then }) },
  { weight: 1, arbitrary: fc.record({ type: of('handsBack') }) },
);
type BotStep = typeof step extends fc.Arbitrary<infer S> ? S : never;
const channel = fc.record({
  consecutiveLimit: fc.integer({ min: 1, max: 5 }),
  keepPlaces: fc.nat(2),
  handoverAfterTurns: fc.constantFrom(null, null, 1, 3),
  tellsHandover: fc.boolean(),
});
const script = fc.record({ channel, steps: fc.array(step, { minLength: 4, maxLength: 25 }) });
type Script = typeof script extends fc.Arbitrary<infer S> ? S : never;

/** One contact of a channel with a bot, played step by step. */
class BotDriver {
  readonly host = new ChainHost(true);
  /** What the contact wrote for the bot, in order. */
  readonly written: string[] = [];
  private readonly facts: Parameters<ChainHost['take']>[0][] = [];
  private readonly settings: VersionedSettings;
  private count = 0;

  constructor({ channel: { consecutiveLimit, ...bot } }: Script) {
    this.settings = settings({ consecutiveLimit, bot: { botId: 'bot', idleAfterSeconds: 3_600, ...bot } });
  }

  id(kind: string): string {
    this.count += 1;
    return `${kind}-${this.count}`;
  }

  take(fact: Parameters<ChainHost['take']>[0]): void {
    this.facts.push(fact);
    this.host.take(fact);
  }

  run(step: BotStep): void {
    const { host } = this;
    switch (step.type) {
      case 'writes': {
        const messageId = this.id('in');
        this.written.push(messageId);
        return this.take(
          wrote(messageId, {
            settings: this.settings,
            newConversationId: `conversation-of-${messageId}`,
            botHint: step.hint,
          }),
        );
      }
      case 'taps':
        return this.take(acted('menu_message_tap', this.id('tap')));
      case 'repeats': {
        const fact = this.facts.at(-1 - step.back);
        // One that a new run has forgotten is recognised by the store.
        if (fact !== undefined && isSeen(host.thread, fact)) host.take(fact);
        return;
      }
      case 'passes':
        return host.passTime(step.ms, []);
      case 'answers':
        host.endTurn(step, () => this.id('out'));
        return;
      case 'delivers':
        if (host.inFlight === null) host.settle([step.outcome]);
        else host.endSend(step.outcome);
        return;
      case 'greets':
        return host.take({
          type: 'greetingAsked',
          messageId: this.id('greeting'),
          kind: 'text',
          leavesWithinMs: MINUTE,
          ...(step.isOfBot ? { isOfBot: true } : {}),
        });
      case 'speaks': {
        const parts = [{ messageId: this.id('speech'), kind: 'text' }];
        const turn = host.thread.current?.bot?.turns ?? 0;
        return host.take({ type: 'botSpoke', turn, parts, leaving: 1, then: step.then });
      }
      case 'removes':
        return host.take({ type: 'botRemoved', botId: 'bot' });
      case 'handsBack':
        host.take(attend(anna));
        return host.take(handback(anna));
      default:
        return step satisfies never;
    }
  }

  /** Lets everything end: sends succeed, and the bot answers at once with one message. */
  drain(): void {
    const { host } = this;
    host.endSend(outcomes.sent);
    host.onAsked = () => host.endTurn({ parts: 1 }, () => this.id('out'));
    host.onAsked();
    host.passTime(
      10 * SECOND,
      Array.from({ length: 100 }, () => outcomes.sent),
    );
  }
}

const isBots = (conversation: Conversation, messageId: string): boolean =>
  conversation.outbound.some((one) => one.messageId === messageId && isOfBot(one));

it('nothing of the bot leaves after an operator has attended, at whatever point that was', () => {
  let attends = 0;
  fc.assert(
    fc.property(script, (script) => {
      const steps = script.steps.filter(({ type }) => type !== 'handsBack');
      for (let point = 0; point <= steps.length; point += 1) {
        const driver = new BotDriver(script);
        const { host } = driver;
        driver.run({ type: 'writes', hint: undefined });
        for (const step of steps.slice(0, point)) driver.run(step);
        host.take(attend(anna));
        if (host.thread.current?.state !== 'active') continue;
        attends += 1;
        const { id } = host.thread.current;
        const before = host.attempts.length;
        for (const step of steps.slice(point)) driver.run(step);
        driver.drain();
        const later = host.attempts.slice(before).filter(({ conversation }) => conversation.id === id);
        for (const { messageId, conversation } of later) {
          assert(!isBots(conversation, messageId), `${messageId} left after the attend`);
        }
      }
    }),
    SCRIPTS,
  );
  expect(attends).toBeGreaterThan(1_000);
});

it('nothing of the bot leaves after it handed over, but what it said with its own wish to hand over', () => {
  fc.assert(
    fc.property(script, (script) => {
      const driver = new BotDriver(script);
      for (const step of script.steps) driver.run(step);
      driver.drain();
      for (const { messageId, conversation } of driver.host.attempts) {
        if (!isBots(conversation, messageId)) continue;
        const { handover, state } = conversation;
        const isLast = handover?.reason === 'asked_by_bot' && state !== 'active';
        assert(handover === undefined || isLast, `${messageId} left after ${handover?.reason}`);
      }
    }),
    SCRIPTS,
  );
});

it('what the contact writes is asked once and answered once, in the order in which it was written', () => {
  fc.assert(
    fc.property(script, (script) => {
      const driver = new BotDriver(script);
      const { host } = driver;
      for (const step of script.steps) driver.run(step);
      driver.drain();
      const asked = host.turns.flatMap(({ turn }) => turn.messageIds).filter((id) => id.startsWith('in'));
      assert.strictEqual(new Set(asked).size, asked.length, 'a message was asked twice');
      assert.deepStrictEqual(
        asked,
        driver.written.filter((id) => asked.includes(id)),
      );
      const answered = host.answers.filter(({ isApplied }) => isApplied);
      const turns = answered.map(({ turn }) => `${turn.conversationId} ${turn.turn.number}`);
      assert.strictEqual(new Set(turns).size, turns.length, 'a turn was answered twice');
      // Of one conversation the turns are numbered in order; one that is over before it is asked leaves a gap.
      for (const { conversationId } of host.turns) {
        const numbers = host.turns
          .filter((one) => one.conversationId === conversationId)
          .map((one) => one.turn.number);
        assert.deepStrictEqual(
          numbers,
          [...new Set(numbers)].toSorted((a, b) => a - b),
        );
      }
      // While the bot has the conversation, nothing is left unanswered.
      const { current } = host.thread;
      if (current?.state === 'bot') assert(current.bot?.waiting === null && current.bot.asking === null);
    }),
    SCRIPTS,
  );
});

const endsOrStays = fc.constantFrom(undefined, { type: 'end' as const });
/** Of a bot that ends its conversations again and again, while the contact writes. */
const endingScript = fc.record({
  channel,
  steps: fc.array(
    fc.oneof(
      fc.record({ type: of('writes'), hint: fc.constant(undefined) }),
      fc.record({ type: of('passes'), ms: fc.integer({ min: 0, max: 4 * SECOND }) }),
      fc.record({ type: of('answers'), parts: fc.nat(2), then: endsOrStays }),
      fc.record({ type: of('speaks'), then: endsOrStays }),
      fc.record({ type: of('delivers'), outcome }),
      fc.record({ type: of('taps') }),
    ),
    { minLength: 4, maxLength: 25 },
  ),
});

it('a conversation that the bot ended has no message of the contact that it was not asked', () => {
  let ends = 0;
  fc.assert(
    fc.property(endingScript, (script) => {
      const driver = new BotDriver(script);
      const { host } = driver;
      /** What waited for the bot at some time, until people had the conversation. */
      let forBot = new Set<string>();
      const ended: { readonly id: string; readonly forBot: ReadonlySet<string> }[] = [];
      host.afterEvent = (_, before) => {
        const { current } = host.thread;
        if (current === null) return;
        if (current.id !== before.current?.id || current.handover !== undefined) forBot = new Set();
        for (const id of current.bot?.waiting?.messageIds ?? []) forBot.add(id);
        if (current.completedReason === 'bot_ended' && before.current?.state === 'bot')
          ended.push({ id: current.id, forBot });
      };
      for (const step of script.steps) driver.run(step);
      driver.drain();
      for (const { id, forBot } of ended) {
        ends += 1;
        const answered = host.answers.filter(
          ({ turn, isApplied }) => isApplied && turn.conversationId === id,
        );
        const asked = answered.flatMap(({ turn }) => turn.turn.messageIds);
        for (const messageId of forBot) assert(asked.includes(messageId), `${messageId} was never asked`);
      }
    }),
    { ...SCRIPTS, numRuns: 3_000 },
  );
  expect(ends).toBeGreaterThan(50);
});

it('the parts of answers leave in order, each once, and a late answer leaves nothing', () => {
  fc.assert(
    fc.property(script, (script) => {
      const driver = new BotDriver(script);
      const { host } = driver;
      for (const step of script.steps) driver.run(step);
      driver.drain();
      const said = host.answers.filter(({ isApplied }) => isApplied).flatMap(({ answer }) => answer.parts);
      const order = said.map(({ messageId }) => messageId);
      const left = [...new Set(host.attempts.map(({ messageId }) => messageId))].filter((id) =>
        id.startsWith('out'),
      );
      assert.deepStrictEqual(
        left,
        order.filter((id) => left.includes(id)),
      );
      for (const [id, statuses] of host.finals) assert(statuses.length === 1, `${id}: ${statuses.join()}`);
    }),
    SCRIPTS,
  );
});

it('the bot never uses the places that are kept for people', () => {
  let charged = 0;
  /** What the bot said in its turns and by itself, with a place. A greeting takes what the short window has. */
  const placed = ({ outbound }: Conversation): readonly string[] =>
    outbound.filter((one) => (one.botTurn ?? 0) > 0 && one.status !== 'held').map((one) => one.messageId);
  fc.assert(
    fc.property(script, (script) => {
      const driver = new BotDriver(script);
      const { host } = driver;
      const { consecutiveLimit, keepPlaces } = script.channel;
      host.afterEvent = (_, before) => {
        const { current } = host.thread;
        if (current === null || before.current?.id !== current.id) return;
        const had = placed(before.current);
        const isNew = placed(current).filter((id) => !had.includes(id));
        const isInMain = current.outbound.some((one) => isNew.includes(one.messageId) && one.chargedToMain);
        if (!isInMain) return;
        charged += 1;
        const isKept = current.consecutive.sent <= Math.max(0, consecutiveLimit - keepPlaces);
        assert(isKept, `${current.consecutive.sent} of ${consecutiveLimit}, ${keepPlaces} kept`);
      };
      for (const step of script.steps) driver.run(step);
    }),
    { ...SCRIPTS, numRuns: 5 * SCRIPTS.numRuns },
  );
  expect(charged).toBeGreaterThan(200);
});
