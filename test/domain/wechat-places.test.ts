import { WECHAT_MEANINGS } from '../../src/domain/wechat-meanings';
import { atPlacesOf, DEVELOPER_PLATFORM_URL, placesOf, WECHAT_PLACES } from '../../src/domain/wechat-places';

const PLATFORM = new URL(DEVELOPER_PLATFORM_URL).host;

describe('where an account’s values are found', () => {
  it('has moved for Official Accounts, and not for mini programs', () => {
    expect(placesOf('official_account')).toBe(WECHAT_PLACES);
    const { before, ...places } = placesOf('mini_program');
    expect(before).toBeNull();
    for (const place of Object.values(places)) expect(place).toMatch(/^mp\.weixin\.qq\.com → /);
  });

  it.each(Object.entries(WECHAT_MEANINGS))(
    '%s names no page that a mini program does not have',
    (_name, sentence) => {
      expect(atPlacesOf('official_account', sentence)).toBe(sentence);
      const told = atPlacesOf('mini_program', sentence);
      expect(told).not.toContain(PLATFORM);
      if (sentence.includes(PLATFORM)) expect(told).toContain('mp.weixin.qq.com → ');
    },
  );
});
