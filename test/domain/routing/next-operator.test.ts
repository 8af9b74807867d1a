/** Whom a conversation is offered to next (docs/rules.md#74). */
import * as fc from 'fast-check';
import { hasFreePlace } from '../../../src/domain/routing/availability';
import { type Candidate, nextOperator, type Question } from '../../../src/domain/routing/next-operator';

const someone = (operatorId: string, changes: Partial<Candidate> = {}): Candidate => ({
  operatorId,
  active: 0,
  offers: 0,
  capacity: 5,
  lastOfferedAt: null,
  isLast: false,
  ...changes,
});
const question = (changes: Partial<Question> = {}): Question => ({
  asked: [],
  before: [],
  lastAsked: null,
  order: 'balanced',
  preferLastOperator: false,
  offerMs: 30_000,
  ...changes,
});
const asked = (operatorId: string, agoMs = 60_000) => ({ operatorId, agoMs });
const ask = (operatorId: string, beginsRound = false) => ({ type: 'ask', operatorId, beginsRound });

describe('the next operator', () => {
  const anna = someone('anna', { active: 2, lastOfferedAt: 30 });
  const ben = someone('ben', { active: 1, lastOfferedAt: 20 });
  const chen = someone('chen', { active: 1, lastOfferedAt: 10 });
  const all = [anna, ben, chen];

  test.each<[why: string, candidates: readonly Candidate[], Partial<Question>, expected: object]>([
    ['has the fewest conversations, then no offer for longest', all, {}, ask('chen')],
    ['was never offered anything', [ben, { ...anna, active: 1, lastOfferedAt: null }], {}, ask('anna')],
    ['has the fewest, open offers counted', [anna, { ...chen, offers: 2 }], {}, ask('anna')],
    [
      'has no offer for longest (round robin)',
      [ben, { ...chen, active: 4 }],
      { order: 'round_robin' },
      ask('chen'),
    ],
    [
      'attended the contact last',
      [ben, { ...anna, isLast: true }],
      { preferLastOperator: true },
      ask('anna'),
    ],
    ['is not preferred where the brand does not want that', [ben, { ...anna, isLast: true }], {}, ask('ben')],
    [
      'is another one if the last operator has no place',
      [ben, { ...anna, isLast: true, capacity: 2 }],
      { preferLastOperator: true },
      ask('ben'),
    ],
    [
      'is another one if the last operator was silent',
      [{ ...anna, isLast: true }, ben],
      { preferLastOperator: true, lastAsked: 'anna' },
      ask('ben'),
    ],
    ['is the silent one if there is nobody else', [anna], { lastAsked: 'anna' }, ask('anna')],
    ['was not asked in this round', all, { asked: [asked('chen'), asked('ben')] }, ask('anna')],
    [
      'begins a new round when all have been asked',
      all,
      { asked: [asked('chen'), asked('ben'), asked('anna')] },
      ask('chen', true),
    ],
    [
      'was not asked just now, in a new round',
      all,
      { asked: [asked('anna'), asked('ben', 30_000), asked('chen', 29_999)] },
      ask('ben', true),
    ],
    [
      'may have been asked before, if others who were asked have gone',
      [anna],
      { asked: [asked('anna'), asked('ben')] },
      ask('anna', true),
    ],
  ])('%s', (_, candidates, changes, expected) => {
    expect(nextOperator(candidates, question(changes))).toEqual(expected);
    expect(nextOperator([...candidates].reverse(), question(changes))).toEqual(expected);
  });

  it('is nobody if nobody has a place', () => {
    expect(nextOperator([], question())).toEqual({ type: 'nobody' });
    const full = [someone('anna', { active: 5 }), someone('ben', { active: 3, offers: 2 })];
    expect(nextOperator(full, question())).toEqual({ type: 'nobody' });
  });

  it('is looked for again when the first one may be asked again', () => {
    const both = [someone('anna'), someone('ben')];
    const answer = nextOperator(both, question({ asked: [asked('anna', 12_000), asked('ben', 0)] }));
    expect(answer).toEqual({ type: 'later', retryInMs: 18_000 });
  });

  it('is asked in this round although they were asked at the end of the one before, but not at once', () => {
    const both = [someone('anna'), someone('ben')];
    const round = { asked: [asked('anna', 0)], before: [asked('ben', 10_000)] };
    expect(nextOperator(both, question(round))).toEqual({ type: 'later', retryInMs: 20_000 });
    const later = { asked: [asked('anna', 20_000)], before: [asked('ben', 30_000)] };
    expect(nextOperator(both, question(later))).toEqual(ask('ben'));
  });

  it('may have any number of conversations where there is no limit', () => {
    const tireless = someone('anna', { active: 400, capacity: null });
    expect(hasFreePlace(tireless)).toBe(true);
    expect(nextOperator([tireless], question())).toEqual(ask('anna'));
  });
});

describe('for any candidates and any history', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const candidate = fc.record({
    operatorId: id,
    active: fc.nat(4),
    offers: fc.nat(2),
    capacity: fc.option(fc.integer({ min: 1, max: 5 })),
    lastOfferedAt: fc.option(fc.nat(9)),
    isLast: fc.boolean(),
  });
  const ended = fc.uniqueArray(fc.record({ operatorId: id, agoMs: fc.nat(60_000) }), {
    selector: ({ operatorId }) => operatorId,
  });
  const anyQuestion = fc.record({
    asked: ended,
    before: ended,
    lastAsked: fc.option(id),
    order: fc.constantFrom('balanced' as const, 'round_robin' as const),
    preferLastOperator: fc.boolean(),
    offerMs: fc.constantFrom(10_000, 30_000),
  });
  const candidates = fc.uniqueArray(candidate, { selector: ({ operatorId }) => operatorId });

  it('asks somebody who has a place, was not asked in the round and not just now; or says when, or that nobody is there', () => {
    fc.assert(
      fc.property(candidates, anyQuestion, (all, q) => {
        const choice = nextOperator(all, q);
        const free = all.filter(hasFreePlace);
        const wasAsked = (operatorId: string) => q.asked.some((one) => one.operatorId === operatorId);
        const paused = (operatorId: string, inMs = 0) =>
          [...q.asked, ...q.before].some(
            (one) => one.operatorId === operatorId && one.agoMs + inMs < q.offerMs,
          );
        const allAsked = free.every(({ operatorId }) => wasAsked(operatorId));
        if (choice.type === 'nobody') return expect(free).toEqual([]);
        if (choice.type === 'ask') {
          expect(free.map(({ operatorId }) => operatorId)).toContain(choice.operatorId);
          expect(choice.beginsRound).toBe(allAsked);
          if (!choice.beginsRound) expect(wasAsked(choice.operatorId)).toBe(false);
          return expect(paused(choice.operatorId)).toBe(false);
        }
        const inRound = free.filter(({ operatorId }) => allAsked || !wasAsked(operatorId));
        expect(inRound.every(({ operatorId }) => paused(operatorId))).toBe(true);
        expect(inRound.some(({ operatorId }) => !paused(operatorId, choice.retryInMs))).toBe(true);
        expect(choice.retryInMs).toBeGreaterThan(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('does not depend on the order in which they are named', () => {
    fc.assert(
      fc.property(candidates, anyQuestion, (all, q) =>
        expect(nextOperator([...all].reverse(), q)).toEqual(nextOperator(all, q)),
      ),
    );
  });
});
