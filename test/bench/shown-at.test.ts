import { shownAt } from '../../bench/browser/shown-at';

const sighting = (number: number, place: number, at: number) => ({ number, place, at });

test('each message was shown when it was seen', () => {
  const shown = shownAt([2, 4], [sighting(2, 1, 100), sighting(4, 2, 200)]);
  expect([...(shown ?? [])]).toEqual([
    [2, 100],
    [4, 200],
  ]);
});

test('a row that was never rendered counts as shown with the first one below it', () => {
  const shown = shownAt([2, 4, 6, 8], [sighting(2, 1, 100), sighting(8, 4, 400)]);
  expect(shown?.get(4)).toBe(400);
  expect(shown?.get(6)).toBe(400);
  expect(shown?.get(2)).toBe(100);
});

test('messages may be shown in another order than they were sent', () => {
  const shown = shownAt([2, 4, 6], [sighting(4, 1, 100), sighting(2, 2, 100), sighting(6, 3, 300)]);
  expect(shown?.get(2)).toBe(100);
  expect(shown?.get(6)).toBe(300);
});

test('a message that is missing at the end, or twice, is noticed', () => {
  expect(shownAt([2, 4], [sighting(2, 1, 100)])).toBeUndefined();
  expect(shownAt([2, 4], [sighting(2, 1, 100), sighting(4, 3, 300)])).toBeUndefined();
  expect(shownAt([2], [])).toBeUndefined();
});
