import { createReplayTripwire } from '../../src/api/webhooks/replay-tripwire';

const MINUTE = 60_000;

describe('the table of signatures', () => {
  it('notices another body, but no repeat', () => {
    const { isSuspicious } = createReplayTripwire();
    expect(isSuspicious('s', 'one', 0)).toBe(false);
    expect(isSuspicious('s', 'one', MINUTE)).toBe(false);
    expect(isSuspicious('s', 'two', MINUTE)).toBe(true);
    expect(isSuspicious('other', 'two', MINUTE)).toBe(false);
  });

  it('remembers for 10 minutes', () => {
    const { isSuspicious } = createReplayTripwire();
    isSuspicious('s', 'one', 0);
    expect(isSuspicious('s', 'two', 10 * MINUTE - 1)).toBe(true);
    expect(isSuspicious('s', 'two', 10 * MINUTE)).toBe(false);
  });

  it('holds 100,000 and forgets the oldest first, so that no one can fill the memory', () => {
    const { isSuspicious } = createReplayTripwire();
    for (let made = 0; made <= 100_000; made += 1) isSuspicious(`s${made}`, 'one', made / 1_000);
    expect(isSuspicious('s1', 'two', 200)).toBe(true);
    expect(isSuspicious('s0', 'two', 200)).toBe(false);
  });
});
