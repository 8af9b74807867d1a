import { deliveryTrouble } from '../../../src/domain/chain/trouble';
import {
  acted,
  anna,
  complete,
  currentOf,
  newThread,
  outcomes,
  playThread,
  reply,
  sent,
  settings,
  type Timed,
  wrote,
} from '../builders';

const rules = settings({ consecutiveLimit: 1 });
const troubleAfter = (...steps: readonly Timed[]) =>
  deliveryTrouble(currentOf(playThread(newThread(), [0, wrote('in-1', { settings: rules })], ...steps)));

describe('the delivery trouble of a conversation', () => {
  it('is none while messages leave', () => {
    expect(troubleAfter([1, reply(anna, 'a')])).toBeNull();
    expect(troubleAfter([1, reply(anna, 'a'), ...sent('a')])).toBeNull();
  });

  it('is `held` while a message is held, and no longer', () => {
    const held: Timed = [1, reply(anna, 'a'), ...sent('a'), reply(anna, 'b', 'hold')];
    expect(troubleAfter(held)).toBe('held');
    expect(troubleAfter(held, [2, wrote('in-2')])).toBeNull();
  });

  it('is `failed` after a message has failed, whatever comes then', () => {
    const failed: Timed = [1, reply(anna, 'a'), ...sent('a', outcomes.refused)];
    expect(troubleAfter(failed)).toBe('failed');
    expect(troubleAfter(failed, [2, reply(anna, 'b'), ...sent('b')])).toBe('failed');
  });

  it('is `unknown` before anything else', () => {
    const unknown: Timed = [1, reply(anna, 'a'), ...sent('a', outcomes.unknown)];
    expect(troubleAfter(unknown)).toBe('unknown');
    const refusedLater: Timed = [2, wrote('in-2'), reply(anna, 'b'), ...sent('b', outcomes.refused)];
    expect(troubleAfter(unknown, refusedLater)).toBe('unknown');
  });

  it('is none for a greeting that was asked for too late: it was never part of it', () => {
    const greeting = { type: 'greetingAsked', messageId: 'g', kind: 'text', leavesWithinMs: 60_000 } as const;
    expect(
      troubleAfter([1, reply(anna, 'a'), ...sent('a'), complete(anna)], [2, acted('scan'), greeting]),
    ).toBeNull();
  });
});
