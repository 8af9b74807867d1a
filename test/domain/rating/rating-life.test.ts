/** The life of a rating (docs/rules.md#101, #102). */
import {
  askedEnough,
  COMMENT_GRACE_MS,
  COMMENT_WITHIN_MS,
  commented,
  MOST_TAPS,
  mayComment,
  RATING_CHANGES_FOR_MS,
  type RatingLife,
  ratingEndsAt,
  STAYS_AFTER_TAP_MS,
  tapped,
  UNRATED,
} from '../../../src/domain/rating/rating-life';

const T0 = Date.UTC(2026, 0, 5);
const LOW = 3;
const MINUTE = 60_000;

/** A tap that is handled when it is made. */
const onTime = (at: number) => ({ at, now: at });

/** Plays taps (score, at); the last step's words. */
function play(...taps: readonly (readonly [score: number, at: number])[]) {
  let life: RatingLife = UNRATED;
  let says: readonly string[] | null = null;
  for (const [index, [score, at]] of taps.entries()) {
    const taken = tapped(life, { messageId: `tap-${index}`, score }, onTime(T0 + at), LOW);
    says = taken?.says ?? null;
    life = taken?.life ?? life;
  }
  return { life, says };
}

describe('a tap', () => {
  it('thanks once', () => {
    expect(play([5, 0]).says).toEqual(['thanks']);
    expect(play([5, 0], [4, 1]).says).toEqual([]);
  });

  it('asks for the reason of a low score once', () => {
    expect(play([2, 0]).says).toEqual(['thanks', 'reason']);
    expect(play([5, 0], [2, 1]).says).toEqual(['reason']);
    expect(play([2, 0], [1, 1]).says).toEqual([]);
    expect(play([LOW, 0]).says).toEqual(['thanks']);
  });

  it('counts for an hour after the first one', () => {
    expect(play([5, 0], [1, RATING_CHANGES_FOR_MS - 1]).says).toEqual(['reason']);
    expect(play([5, 0], [1, RATING_CHANGES_FOR_MS]).says).toBeNull();
  });

  it('changes nothing if it is older than one that arrived before it', () => {
    const { life } = play([5, 0]);
    const tap = (messageId: string, score: number, wechatCreatedAt?: number) =>
      ({ messageId, score, wechatCreatedAt }) as const;
    const newest = tapped(life, tap('second', 4, T0 + 60_000), onTime(T0 + 61_000), LOW);
    expect(newest?.life.tappedAt).toBe(T0 + 60_000);
    const taken = newest?.life ?? life;
    expect(tapped(taken, tap('first', 1, T0 + 59_000), onTime(T0 + 62_000), LOW)).toBeNull();
    // WeChat's times are whole seconds, and not every tap has one.
    expect(tapped(taken, tap('third', 1, T0 + 60_000), onTime(T0 + 62_000), LOW)).not.toBeNull();
    const untimed = tapped(taken, tap('third', 1), onTime(T0 + 62_000), LOW);
    expect(untimed?.life.lowAt).toBe(T0 + 62_000);
    expect(tapped(untimed?.life ?? life, tap('first', 5, T0 + 59_000), onTime(T0 + 63_000), LOW)).toBeNull();
  });

  it('is taken once, and not for ever', () => {
    const { life } = play([5, 0]);
    expect(tapped(life, { messageId: 'tap-0', score: 1 }, onTime(T0), LOW)).toBeNull();
    const many = Array.from({ length: MOST_TAPS }, (_, index) => [5, index] as const);
    expect(play(...many).says).toEqual([]);
    expect(play(...many, [1, MOST_TAPS]).says).toBeNull();
  });
});

describe('the comment', () => {
  it('is a text within ten minutes of a low score', () => {
    const { life } = play([2, 0]);
    expect(mayComment(life, 'text', T0 + COMMENT_WITHIN_MS - 1)).toBe(true);
    expect(mayComment(life, 'text', T0 + COMMENT_WITHIN_MS)).toBe(false);
    expect(mayComment(UNRATED, 'text', T0)).toBe(false);
  });

  it('is none after a better score', () => {
    expect(mayComment(play([2, 0], [4, 1]).life, 'text', T0 + 2)).toBe(false);
    expect(play([2, 0], [4, 1]).life.asksUntil).toBeNull();
  });

  it('is one: a repeat of it is still it, another text is not, and no further low score asks for one', () => {
    const life = commented(play([2, 0]).life, 'text');
    expect([mayComment(life, 'text', T0 + 1), mayComment(life, 'other', T0 + 1)]).toEqual([true, false]);
    const again = tapped(life, { messageId: 'again', score: 1 }, onTime(T0 + 2), LOW);
    expect(again?.says).toEqual([]);
    expect(again?.life.lowAt).toBeNull();
  });
});

it('asks about texts a few minutes longer, because their age decides', () => {
  const { life } = play([2, 0]);
  expect(life.asksUntil).toBe(T0 + COMMENT_WITHIN_MS + COMMENT_GRACE_MS);
  // Written in time, and handled when nothing is asked about any more.
  expect(mayComment(askedEnough(life), 'text', T0 + COMMENT_WITHIN_MS - 1)).toBe(true);
});

it('ends after the hour, or when no text is asked about after a late low score', () => {
  expect(ratingEndsAt(UNRATED)).toBeNull();
  expect(ratingEndsAt(play([2, 0]).life)).toBe(T0 + RATING_CHANGES_FOR_MS);
  const late = RATING_CHANGES_FOR_MS - 1;
  const end = T0 + late + COMMENT_WITHIN_MS + COMMENT_GRACE_MS;
  expect(ratingEndsAt(play([5, 0], [1, late]).life)).toBe(end);
});

it('outlives the handling of an old tap, so that what was made soon after it still counts', () => {
  const now = T0 + 70 * MINUTE;
  const first = tapped(UNRATED, { messageId: 'first', score: 2 }, { at: T0, now }, LOW);
  const life = first?.life ?? UNRATED;
  expect([ratingEndsAt(life), life.asksUntil]).toEqual([now + STAYS_AFTER_TAP_MS, now + STAYS_AFTER_TAP_MS]);
  expect(mayComment(life, 'text', T0 + 3 * MINUTE)).toBe(true);
  const second = tapped(life, { messageId: 'second', score: 5 }, { at: T0 + 4 * MINUTE, now: now + 1 }, LOW);
  expect(second?.life).toMatchObject({ ratedAt: T0, lowAt: null, handledAt: now + 1 });
});
