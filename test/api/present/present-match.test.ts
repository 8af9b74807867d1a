import { cutAround } from '../../../src/api/present/present-match';

describe('what a search shows of a message', () => {
  it.each([
    ['the whole of a short one', 'Where is my parcel?', 'parcel', 'Where is my parcel?'],
    ['the words near the beginning', `${'x'.repeat(40)} parcel`, 'parcel', `…${'x'.repeat(15)} parcel`],
    ['one line', 'first\n\nparcel\tthere', 'PARCEL', 'first parcel there'],
    ['whole characters', `${'🍵'.repeat(30)}订单`, '订单', `…${'🍵'.repeat(16)}订单`],
    ['its beginning, if the words are on two lines', 'a\nb', 'a  b', 'a b'],
    [
      'the words as they were written',
      `${'茶'.repeat(40)}ＡＢＣ１２`,
      'abc12',
      `…${'茶'.repeat(16)}ＡＢＣ１２`,
    ],
    ['its beginning, if the words are not found as written', 'İstanbul', 'zzz', 'İstanbul'],
  ])('is %s', (_what, text, words, shown) => {
    expect(cutAround(text, words)).toBe(shown);
  });

  it('has a limited length', () => {
    const shown = cutAround(`parcel ${'and so on '.repeat(200)}`, 'parcel');
    expect(shown.length).toBeLessThanOrEqual(181);
    expect(shown.endsWith('…')).toBe(true);
  });
});
