/** Offers, returns and opening hours in any order, with any operators there (docs/rules.md#74 to #79). */
import assert from 'node:assert';
import * as fc from 'fast-check';
import type { Actor, Conversation } from '../../../src/domain/conversation/conversation';
import type { ConversationEvent } from '../../../src/domain/conversation/events';
import { hoursAt, hoursDueAt } from '../../../src/domain/conversation/routing/hours';
import { claimDueAt, offeredUntil } from '../../../src/domain/conversation/routing/offer';
import type { HoursAnswer, HoursQuestion } from '../../../src/domain/routing/claim';
import { type Candidate, nextOperator } from '../../../src/domain/routing/next-operator';
import type { VersionedSettings } from '../../../src/domain/settings';
import {
  anna,
  attend,
  ben,
  chief,
  complete,
  decline,
  HOUR,
  MINUTE,
  offers,
  outcomes,
  reply,
  SECOND,
  settings,
  transfer,
  transferToGroup,
  wrote,
} from '../builders';
import { ChainHost, NOBODY } from './chain-host';

const ACTORS = [anna, ben, chief] as const;
const RUNS = { numRuns: Number(process.env.FC_RUNS ?? 200), seed: Number(process.env.FC_SEED ?? 20_260_105) };

const LONGEST_OFFER_SECONDS = 90;
const actor = fc.constantFrom(...ACTORS);
const rules = fc.record({
  mode: fc.constantFrom('offer' as const, 'offer' as const, 'ring_all' as const),
  offerSeconds: fc.constantFrom(10, 30, LONGEST_OFFER_SECONDS),
  autoAttend: fc.boolean(),
  returnAfterSeconds: fc.constantFrom(null, 60, 600),
  skipOlderThanHours: fc.constantFrom(null, 1),
  hasHours: fc.boolean(),
});
type Rules = typeof rules extends fc.Arbitrary<infer R> ? R : never;
const jump = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 40 * SECOND }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 10 * MINUTE }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 5 * HOUR }) },
);
const command = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('wrote' as const) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('there' as const), who: fc.subarray([...ACTORS]) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('accept' as const) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('decline' as const) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('attend' as const), by: actor }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('reply' as const), by: actor }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('complete' as const), by: actor }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('transfer' as const), by: actor, to: actor }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('toGroup' as const), by: actor }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('gone' as const), who: actor, isDisabled: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('stays' as const), who: actor }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('groupDeleted' as const) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('storeAway' as const), isAway: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('settings' as const), rules }) },
);
type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;
const script = fc.record({
  rules,
  there: fc.subarray([...ACTORS]),
  steps: fc.array(fc.record({ after: jump, command }), { maxLength: 40, size: 'max' }),
});
type Script = typeof script extends fc.Arbitrary<infer S> ? S : never;

/** The channel is open in every other block of three hours. */
const BLOCK_MS = 3 * HOUR;
const isOpenAt = (at: number): boolean => Math.floor(at / BLOCK_MS) % 2 === 0;
const nextBlock = (at: number): number => (Math.floor(at / BLOCK_MS) + 1) * BLOCK_MS;

/** A chain, the operators who are there, and a store that asks the rule whom to offer it to. */
class Driver {
  readonly host = new ChainHost(null);
  there: readonly Actor[];
  isAway = false;
  /** When each of them last got an offer. */
  private readonly lastOffered = new Map<string, number>();
  private settings: VersionedSettings;
  private count = 0;

  constructor({ rules, there }: Script) {
    this.settings = this.toSettings(rules);
    this.there = there;
    this.host.hoursOf = (question) => (this.isAway ? null : openBlocks(question));
    this.host.claim = (input) => {
      if (this.isAway) return null;
      const choice = nextOperator(this.candidates(), {
        ...input,
        order: 'balanced',
        preferLastOperator: false,
      });
      if (choice.type === 'nobody') return NOBODY;
      if (choice.type === 'later') return { ...NOBODY, retryInMs: choice.retryInMs };
      this.lastOffered.set(choice.operatorId, this.host.now);
      return { operatorId: choice.operatorId, retryInMs: null, beginsRound: choice.beginsRound };
    };
  }

  get current(): Conversation | null {
    return this.host.thread.current;
  }

  run({ after, command }: Script['steps'][number]): void {
    this.host.passTime(after, []);
    for (const event of this.eventsOf(command)) this.host.take(event);
    this.settle();
  }

  settle(): void {
    this.host.settle(Array.from({ length: 20 }, () => outcomes.sent));
  }

  private eventsOf(command: Command): readonly ConversationEvent[] {
    const offered = this.current?.offering?.offer?.operatorId;
    const asked = ACTORS.find(({ operatorId }) => operatorId === offered) ?? anna;
    switch (command.type) {
      case 'wrote':
        return [wrote(`in-${(this.count += 1)}`, { settings: this.settings })];
      case 'there':
        this.there = command.who;
        return [{ type: 'operatorAvailable' }];
      case 'accept':
        return [attend(asked)];
      case 'decline':
        return [decline(asked)];
      case 'attend':
        return [attend(command.by)];
      case 'reply':
        return [reply(command.by, `out-${(this.count += 1)}`)];
      case 'complete':
        return [complete(command.by)];
      case 'transfer':
        return [transfer(command.by, command.to)];
      case 'toGroup':
        return [transferToGroup(command.by, 'sales')];
      case 'gone': {
        const { operatorId } = command.who;
        this.there = this.there.filter((one) => one !== command.who);
        return [{ type: command.isDisabled ? 'operatorDisabled' : 'operatorHandsOver', operatorId }];
      }
      case 'stays':
        return [{ type: 'operatorStays', operatorId: command.who.operatorId }];
      case 'groupDeleted':
        return [{ type: 'groupDeleted', groupId: 'sales' }];
      case 'storeAway':
        this.isAway = command.isAway;
        return [];
      case 'settings':
        this.settings = this.toSettings(command.rules);
        return [{ type: 'settingsChanged', settings: this.settings }];
      default:
        return command satisfies never;
    }
  }

  private candidates(): readonly Candidate[] {
    return this.there.map(({ operatorId }) => ({
      operatorId,
      active: 0,
      offers: 0,
      capacity: 3,
      lastOfferedAt: this.lastOffered.get(operatorId) ?? null,
      isLast: false,
    }));
  }

  private toSettings({ hasHours, ...routing }: Rules): VersionedSettings {
    const version = (this.settings?.version ?? 0) + 1;
    return settings({
      version,
      ...offers(routing),
      ...(hasHours ? { hoursVersion: version } : {}),
      closeMissedAfterSeconds: 7200,
      closeIdleAfterSeconds: 7200,
    });
  }
}

function openBlocks({ now, returnFrom, returnAfterMs }: HoursQuestion): HoursAnswer {
  const changes = { isOpen: isOpenAt(now), changesAt: nextBlock(now) };
  if (returnFrom === undefined || returnAfterMs === undefined) return changes;
  let at = returnFrom;
  for (let left = returnAfterMs; left > 0; ) {
    const end = nextBlock(at);
    const used = isOpenAt(at) ? Math.min(left, end - at) : 0;
    left -= used;
    at = left === 0 ? at + used : end;
  }
  return { ...changes, returnsAt: at };
}

function forAll(check: (driver: Driver) => { readonly after?: () => void; readonly end?: () => void }): void {
  fc.assert(
    fc.property(script, (one) => {
      const driver = new Driver(one);
      const { after, end } = check(driver);
      for (const step of one.steps) {
        driver.run(step);
        after?.();
      }
      end?.();
    }),
    RUNS,
  );
}

const isToBeOffered = (conversation: Conversation, now: number): boolean =>
  conversation.settings.routing?.mode === 'offer' &&
  (conversation.state === 'waiting' ||
    (conversation.state === 'missed' &&
      conversation.isClosedMissed !== true &&
      now < (offeredUntil(conversation) ?? Infinity)));

describe('in every life of a conversation that is routed', () => {
  it('an offer is open only while it waits or is missed, to one who was not asked in the round', () => {
    forAll(({ host }) => {
      host.afterEvent = () => {
        const { current } = host.thread;
        if (current === null) return;
        const { offering, state } = current;
        if (offering?.offer !== undefined) assert(state === 'waiting' || state === 'missed');
        const asked = [
          ...(offering?.asked ?? []),
          ...(offering?.offer === undefined ? [] : [offering.offer]),
        ];
        assert.strictEqual(new Set(asked.map(({ operatorId }) => operatorId)).size, asked.length);
      };
      return {};
    });
  });

  it('nobody is asked twice in a round, nor again before an offer would have run out', () => {
    forAll(({ host }) => {
      let round: string[] = [];
      let id = '';
      let last = 0;
      host.afterEvent = (event, before) => {
        if (event.type !== 'offerClaimed' || event.operatorId === null) return;
        const { current } = host.thread;
        if (current === null || before.current?.offering === undefined) return;
        const known = before.current.offering;
        // A new offering leaves out a number.
        const isNew = known.asked.length === 0 && known.number > last;
        if (current.id !== id || isNew || event.beginsRound) round = [];
        id = current.id;
        last = event.number;
        if (known.offer !== undefined || event.number !== known.number + 1) return;
        assert(!round.includes(event.operatorId), `${event.operatorId} was asked twice`);
        round.push(event.operatorId);
        const pauseMs = (current.settings.routing?.offerSeconds ?? 0) * 1000;
        for (const { operatorId, at } of [...known.asked, ...(known.before ?? [])])
          if (operatorId === event.operatorId) assert(host.now - at >= pauseMs);
      };
      return {};
    });
  });

  it('what waits to be offered has an offer, or waits for somebody or for a time', () => {
    forAll((driver) => ({
      after: () => {
        const { current, host } = driver;
        if (current === null) return;
        assert.strictEqual(current.offering !== undefined, isToBeOffered(current, host.now));
        const dueAt = claimDueAt(current);
        assert(dueAt === null || dueAt > host.now, 'a claim is due, and was not made');
        const { offering } = current;
        if (offering !== undefined) assert((offering.offer === undefined) !== (offering.idle === undefined));
      },
    }));
  });

  it('waits for nobody while somebody is there who may be asked', () => {
    forAll((driver) => ({
      after: () => {
        const { current, host, there } = driver;
        const { offering } = current ?? {};
        if (offering?.idle === undefined) return;
        const { retryAt } = offering.idle;
        // When the store was away, it looks again by itself.
        if (host.claims.at(-1)?.result === null)
          return assert(retryAt !== null && retryAt <= host.now + 30 * SECOND);
        // It may have become shorter since.
        const offerMs = LONGEST_OFFER_SECONDS * SECOND;
        const askedAt = new Map(
          [...(offering.before ?? []), ...offering.asked].map(({ operatorId, at }) => [operatorId, at]),
        );
        const mayBeAskedAt = there.map(({ operatorId }) => (askedAt.get(operatorId) ?? 0) + offerMs);
        for (const at of mayBeAskedAt) assert(retryAt !== null && at > host.now, 'somebody could be asked');
      },
    }));
  });

  it('the numbers of claims rise', () => {
    forAll(({ host }) => ({
      end: () => {
        const numbers = new Map<string, number>();
        for (const { claim } of host.claims) {
          assert(claim.number > (numbers.get(claim.conversationId) ?? 0));
          numbers.set(claim.conversationId, claim.number);
        }
      },
    }));
  });

  it('the store never shows one as waiting that began to ring while the channel was closed', () => {
    forAll((driver) => ({
      after: () => {
        for (const one of driver.host.written.values()) {
          if (one.state !== 'waiting' || one.settings.hoursVersion === undefined) continue;
          const known = hoursAt(one, one.ringingSince);
          assert(known !== null, 'the hours were not asked for');
          if (known.isGuess !== true) assert(known.isOpen && isOpenAt(one.ringingSince));
        }
      },
    }));
  });

  it('nothing is asked in vain: the hours are known as far as they matter', () => {
    forAll((driver) => ({
      after: () => {
        const { current, host } = driver;
        const dueAt = current === null ? null : hoursDueAt(current);
        assert(dueAt === null || dueAt > host.now);
      },
    }));
  });

  it('an operator who lets the contact wait for the return time loses the conversation, and only then', () => {
    forAll(({ host }) => {
      host.afterEvent = (_, before) => {
        const isNew = host.thread.rows.filter((row) => !before.rows.includes(row));
        for (const row of isNew) {
          if (row.type !== 'event' || row.event.type !== 'returned' || row.event.reason !== 'silent')
            continue;
          const { operatorId, unansweredSince } = before.current ?? {};
          assert.strictEqual(operatorId, row.event.operatorId);
          const afterSeconds = host.thread.current?.settings.routing?.returnAfterSeconds ?? Infinity;
          assert(host.now - (unansweredSince ?? host.now) >= afterSeconds * 1000);
        }
      };
      return {};
    });
  });

  it('the chain is plain JSON, and comes to an end when nobody does anything any more', () => {
    forAll((driver) => ({
      after: () => assert.deepStrictEqual(JSON.parse(JSON.stringify(driver.host.thread)), driver.host.thread),
      end: () => {
        driver.isAway = false;
        driver.there = [];
        driver.host.passTime(60 * HOUR, []);
        assert.strictEqual(driver.current, null);
      },
    }));
  });
});
