import { deliveryTrouble } from '../../../src/domain/conversation/trouble';
import { anna, attended, outcomes, play, reply, sent, wrote } from '../builders';

const limited = attended({ consecutiveLimit: 1 });
const troubleAfter = (...steps: Parameters<typeof play>[1][]) =>
  deliveryTrouble(play(limited, ...steps).conversation);

describe('the delivery trouble of a conversation', () => {
  it('is none while messages leave', () => {
    expect(troubleAfter([1, reply(anna, 'a')])).toBeNull();
    expect(troubleAfter([1, reply(anna, 'a'), ...sent('a')])).toBeNull();
  });

  it('is `held` while a message is held, and no longer', () => {
    const held = [1, reply(anna, 'a'), ...sent('a'), reply(anna, 'b', 'hold')] as const;
    expect(troubleAfter(held)).toBe('held');
    expect(troubleAfter(held, [2, wrote('in-2')])).toBeNull();
  });

  it('is `failed` after a message has failed, whatever comes then', () => {
    const failed = [1, reply(anna, 'a'), ...sent('a', outcomes.refused)] as const;
    expect(troubleAfter(failed)).toBe('failed');
    expect(troubleAfter(failed, [2, reply(anna, 'b'), ...sent('b')])).toBe('failed');
  });

  it('is `unknown` before anything else', () => {
    const unknown = [1, reply(anna, 'a'), ...sent('a', outcomes.unknown)] as const;
    expect(troubleAfter(unknown)).toBe('unknown');
    expect(troubleAfter(unknown, [2, wrote('in-2'), reply(anna, 'b'), ...sent('b', outcomes.refused)])).toBe(
      'unknown',
    );
  });
});
