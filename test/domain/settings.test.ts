import { CHANNEL_KINDS, kindOfChannel } from '../../src/domain/channel-kinds';
import { DEFAULT_SETTINGS, SETTING_RANGES, WINDOW_ANCHORS } from '../../src/domain/settings';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('the settings of a channel', () => {
  it.each([
    ['ringTimeSeconds', 10, HOUR],
    ['closeMissedAfterSeconds', 15 * MINUTE, 31 * DAY],
    ['closeIdleAfterSeconds', MINUTE, 24 * HOUR],
    ['consecutiveLimit', 1, 5],
    ['botIdleAfterSeconds', MINUTE, 24 * HOUR],
  ] as const)('%s runs from %i to %i', (name, min, max) => {
    expect(SETTING_RANGES[name]).toEqual({ min, max });
  });

  it.each([
    ['rings for 60 s', DEFAULT_SETTINGS.ringTimeSeconds, 60],
    ['closes missed conversations after 24 h', DEFAULT_SETTINGS.closeMissedAfterSeconds, DAY],
    ['closes idle conversations after 24 h', DEFAULT_SETTINGS.closeIdleAfterSeconds, DAY],
    ['anchors the window at the start', DEFAULT_SETTINGS.windowAnchor, 'conversation-start'],
    ['lets five messages go out without an answer', DEFAULT_SETTINGS.consecutiveLimit, 5],
    ['has no chatbot', DEFAULT_SETTINGS.bot.botId, null],
    ['keeps one place for people', DEFAULT_SETTINGS.bot.keepPlaces, 1],
    ['lets a bot idle for 1 h', DEFAULT_SETTINGS.bot.idleAfterSeconds, HOUR],
  ])('by default %s', (_, actual, expected) => {
    expect(actual).toBe(expected);
  });

  it('has defaults within the ranges', () => {
    const { bot, ...rest } = DEFAULT_SETTINGS;
    const numbers = { ...rest, ...bot, botIdleAfterSeconds: bot.idleAfterSeconds };
    for (const [name, { min, max }] of Object.entries(SETTING_RANGES)) {
      const value = numbers[name as keyof typeof SETTING_RANGES];
      // Never, by default.
      if (name === 'handoverAfterTurns') continue;
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(max);
    }
  });

  it('offers two anchors for the window, which is 48 h long', () => {
    expect(WINDOW_ANCHORS).toEqual(['conversation-start', 'last-inbound']);
    for (const kind of CHANNEL_KINDS)
      expect(kindOfChannel(kind).message).toEqual({ limit: 5, durationMs: 48 * HOUR * 1000 });
  });
});
