import { formatListCursor, parseListCursor } from '../../../src/domain/lists/list-cursor';

describe('a cursor of a list', () => {
  it.each([
    { place: 41, walk: { snapshot: '752:752:', beganAt: 1_790_000_000_000 } },
    { place: 1, walk: { snapshot: '752:760:752,755,759', beganAt: 1_790_000_000_000 } },
    { place: 7, walk: null },
  ])('names the position and the time: %j', (place) => {
    expect(parseListCursor(formatListCursor(place))).toEqual(place);
  });

  it.each([
    '',
    'x',
    '-1',
    '1.',
    '1.2.3',
    '1.1790000000000.0.5.',
    '1.1790000000000.6.5.',
    '1.1790000000000.5.9.4',
    '1.1790000000000.5.9.9',
    '1.1790000000000.5.9.7_6',
    '1.1790000000000.5.9.7_',
    '1.1790000000000.5:9:.5.',
    "1.1790000000000.5.9.'",
  ])('is not valid: %j', (cursor) => {
    expect(parseListCursor(cursor)).toBeNull();
  });

  it('is not valid if it names more transactions than possible', () => {
    expect(parseListCursor(`1.1790000000000.5.9.${'5_'.repeat(2_500)}5`)).toBeNull();
  });
});
