/** What the reports say about their numbers. */
import { createInstance, type TFunction } from 'i18next';
import { laterMessages as enLater } from '../../src/console/i18n/en/later-messages';
import { messages as en } from '../../src/console/i18n/en/messages';
import { durationParts } from '../../src/console/reports/duration-parts';
import { FIGURES } from '../../src/console/reports/figure-words';
import { longestWaiting } from '../../src/console/reports/live/longest';
import { failureWords, type LossSentenceBody, lossSentence } from '../../src/console/reports/loss-words';
import { inOrder, peakOf, percentOf, sortedBy, sumOf, weekdayName } from '../../src/console/reports/series';
import { HANDOVER_REASONS } from '../../src/domain/conversation/bot/bot-part';
import { CONVERSATION_SOURCES, LISTED_FIGURES } from '../../src/domain/reports/figures';
import { LOSS_SENTENCE_CODES } from '../../src/domain/reports/loss-sentences';

const words = { number: String, seconds: (value: number | null) => `${value} s` };

describe('the words of the reports', () => {
  let t: TFunction;
  let exists: (key: string) => boolean;
  beforeAll(async () => {
    const i18n = createInstance();
    await i18n.init({
      lng: 'en',
      resources: { en: { translation: { ...en, ...enLater } } },
      contextSeparator: '|',
      pluralSeparator: '|',
      interpolation: { escapeValue: false },
    });
    t = i18n.t;
    exists = (key) => i18n.exists(key);
  });
  const sentence = (
    code: LossSentenceBody['code'],
    facts: LossSentenceBody['facts'],
    text = 'From the API.',
  ) => lossSentence({ code, text, facts }, t, words);

  it('name and define each figure, and each list, source and reason', () => {
    const keys = [
      ...FIGURES.flatMap((one) => [`reports.figure_${one}`, `reports.about_${one}`]),
      ...LISTED_FIGURES.map((one) => `reports.listed_${one}`),
      ...CONVERSATION_SOURCES.map((one) => `reports.source_${one}`),
      ...HANDOVER_REASONS.map((one) => `content.handover_${one}`),
    ];
    expect(keys.filter((key) => !exists(key))).toEqual([]);
  });
  it('say each sentence of the loss report, without gaps', () => {
    const facts = {
      count: 12,
      within3Hours: 9,
      medianSeconds: 60,
      errorCode: '45015',
      resolvedAsSent: 2,
      resent: 1,
    };
    const said = LOSS_SENTENCE_CODES.map((code) => sentence(code, facts));
    expect(said.filter((text) => /\{\{|lossWords|From the API/.test(text))).toEqual([]);
    expect(sentence('after_window', facts)).toBe(
      '12 replies came after the window had closed; 9 of them within 3 h after it.',
    );
    expect(sentence('after_window', { count: 1, within3Hours: 1 })).toMatch(/^1 reply came/);
    expect(sentence('held_released', facts)).toContain('within 60 s');
  });
  it('show a sentence of a newer release as the API wrote it', () => {
    expect(sentence('moon_full' as 'failed', { count: 1 }, 'The moon was full.')).toBe('The moon was full.');
  });
  it('say what the codes of failed messages mean, where that is known', () => {
    expect(failureWords('45015', t, exists)).toContain('48-hour window');
    expect(failureWords('45047', t, exists)).toContain('until the contact writes');
    expect(failureWords('wechat_busy', t, exists)).toContain('busy');
    expect(failureWords('48001', t, exists)).toBeNull();
  });
});

describe('a measured duration', () => {
  const words = (seconds: number): string => {
    const { unit, hours, minutes, seconds: rest } = durationParts(seconds);
    return `${unit} ${hours}:${minutes}:${rest}`;
  };
  it('is rounded to the nearest, never up to the next second or down to the minute', () => {
    expect([0, 0.446, 6.088, 9.96, 59.4].map(words)).toEqual([
      'seconds 0:0:0',
      'seconds 0:0:0.4',
      'seconds 0:0:6.1',
      'seconds 0:0:10',
      'seconds 0:0:59',
    ]);
    expect([59.6, 119, 123.33, 3_599.6].map(words)).toEqual([
      'minutes 0:1:0',
      'minutesSeconds 0:1:59',
      'minutesSeconds 0:2:3',
      'hours 1:0:0',
    ]);
    expect([3_630, 86_400, 86_399].map(words)).toEqual([
      'hoursMinutes 1:1:0',
      'hours 24:0:0',
      'hours 24:0:0',
    ]);
  });
});

describe('a series', () => {
  it('has its peak where it is highest first, and none where all is zero', () => {
    const series = [{ n: 1 }, { n: 3 }, { n: 3 }];
    expect(peakOf(series, ({ n }) => n)).toEqual({ entry: series[1], value: 3 });
    expect(peakOf([{ n: 0 }], ({ n }) => n)).toBeNull();
  });
  it('has counts in order, sums and shares', () => {
    expect(inOrder({ b: 2, a: 2, none: 0, most: 5 })).toEqual([
      ['most', 5],
      ['a', 2],
      ['b', 2],
    ]);
    expect(sumOf({ a: 2, b: 3 })).toBe(5);
    expect([percentOf(1, 3), percentOf(1, 0)]).toEqual([33, null]);
  });
  it('names weekdays from Monday on', () => {
    expect([1, 7].map((day) => weekdayName(day, 'en', 'long'))).toEqual(['Monday', 'Sunday']);
  });
});

describe('the order of operators', () => {
  const rows = [{ n: 2 }, { n: null }, { n: 10 }];
  const order = (isDescending: boolean) => sortedBy(rows, ({ n }) => n, isDescending).map(({ n }) => n);
  it('has those without a value last, either way', () => {
    expect(order(false)).toEqual([2, 10, null]);
    expect(order(true)).toEqual([10, 2, null]);
  });
});

describe('those who wait longest', () => {
  it('are those who came first', () => {
    const items = ['10', '08', '09'].map((hour) => ({ since: `2026-11-29T${hour}:00:00Z` }));
    expect(longestWaiting(items, 2).map(({ since }) => since.slice(11, 13))).toEqual(['08', '09']);
  });
});
