/** Scripts of what can happen to a contact of a channel with a bot, and the driver that plays them. */
import * as fc from 'fast-check';
import type { VersionedSettings } from '../../../../src/domain/settings';
import { acted, anna, attend, handback, MINUTE, outcomes, SECOND, settings, wrote } from '../../builders';
import { ChainHost } from '../../chain/chain-host';
import { isSeen, outcome } from '../histories';

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
export const script = fc.record({ channel, steps: fc.array(step, { minLength: 4, maxLength: 25 }) });
type Script = typeof script extends fc.Arbitrary<infer S> ? S : never;

const endsOrStays = fc.constantFrom(undefined, { type: 'end' as const });
/** Of a bot that ends its conversations again and again, while the contact writes. */
export const endingScript = fc.record({
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

/** One contact of a channel with a bot, played step by step. */
export class BotDriver {
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
