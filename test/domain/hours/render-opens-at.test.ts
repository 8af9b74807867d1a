import { renderOpensAt, withLongestOpensAt } from '../../../src/domain/hours/render-opens-at';

const NOW = Date.parse('2026-10-07T12:00:00Z');
const at = (iso: string) => Date.parse(iso);
const inShanghai = (opensAt: string, language: string | null, text = '{opensAt}') =>
  renderOpensAt(text, at(opensAt), NOW, 'Asia/Shanghai', language);

describe('{opensAt} in a text', () => {
  it('is the time where that is today in the zone', () => {
    expect(inShanghai('2026-10-07T15:59:00Z', 'en')).toBe('23:59');
    // Today in UTC, tomorrow in Shanghai.
    expect(inShanghai('2026-10-07T16:05:00Z', 'en')).toBe('00:05 on 8 October');
    // Tomorrow in UTC, today in New York.
    const [opensAt, now] = [at('2026-10-08T03:30:00Z'), at('2026-10-07T23:00:00Z')];
    expect(renderOpensAt('{opensAt}', opensAt, now, 'America/New_York', null)).toBe('23:30');
  });

  it.each([
    ['zh_CN', '10月8日 09:00'],
    ['zh_TW', '10月8日 09:00'],
    [null, '10月8日 09:00'],
    ['', '10月8日 09:00'],
    ['ja', '10月8日 09:00'],
    ['en', '09:00 on 8 October'],
    ['en_US', '09:00 on 8 October'],
  ])('has the date on another day, for %s', (language, moment) => {
    expect(inShanghai('2026-10-08T01:00:00Z', language)).toBe(moment);
  });

  it('has the date on the same day of another month or year', () => {
    expect(inShanghai('2026-11-07T01:00:00Z', 'zh_CN')).toBe('11月7日 09:00');
    expect(inShanghai('2027-10-07T01:00:00Z', 'zh_CN')).toBe('10月7日 09:00');
  });

  it('is replaced wherever it is, and nothing else is', () => {
    const text = "$& {opensAt}, {OpensAt} {{contact.name}} {opensAt}$'";
    expect(inShanghai('2026-10-07T13:00:00Z', 'en', text)).toBe(
      "$& 21:00, {OpensAt} {{contact.name}} 21:00$'",
    );
    expect(renderOpensAt('We are closed.', null, NOW, 'Asia/Shanghai', null)).toBe('We are closed.');
  });

  it('makes a text impossible where it never opens', () => {
    expect(renderOpensAt('Back at {opensAt}.', null, NOW, 'Asia/Shanghai', 'en')).toBeNull();
  });

  it('is never longer than the limit of the text expects', () => {
    const bytes = (text: string | null) => new TextEncoder().encode(text ?? '').length;
    const longest = bytes(withLongestOpensAt('{opensAt}'));
    let seen = 0;
    for (let day = 1; day <= 365; day += 1) {
      for (const language of ['en', 'ja', null]) {
        const length = bytes(
          renderOpensAt('{opensAt}', NOW + day * 86_400_000, NOW, 'Asia/Shanghai', language),
        );
        seen = Math.max(seen, length);
      }
    }
    expect(seen).toBe(longest);
  });
});
