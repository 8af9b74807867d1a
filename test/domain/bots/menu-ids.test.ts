import { assignMenuIds, isOwnMenuId } from '../../../src/domain/bots/menu-ids';

const menu = (...ids: readonly string[]) =>
  ({ type: 'msgmenu', items: ids.map((id) => ({ id, text: `第${id}项` })) }) as const;

test('each choice of each menu has a number of its own', () => {
  expect(assignMenuIds([menu('price', 'back'), { type: 'text', text: '好' }, menu('price')], 7)).toEqual({
    items: [
      {
        type: 'msgmenu',
        items: [
          { id: '900000007', text: '第price项' },
          { id: '900000008', text: '第back项' },
        ],
      },
      { type: 'text', text: '好' },
      { type: 'msgmenu', items: [{ id: '900000009', text: '第price项' }] },
    ],
    choices: [
      { wireId: '900000007', menuId: 'price' },
      { wireId: '900000008', menuId: 'back' },
      { wireId: '900000009', menuId: 'price' },
    ],
  });
});

test('after the last number comes the first one', () => {
  const { choices } = assignMenuIds([menu('a', 'b')], 99_999_999);
  expect(choices.map(({ wireId }) => wireId)).toEqual(['999999999', '900000000']);
});

test.each([
  ['899999999', false],
  ['900000000', true],
  ['999999999', true],
  ['1000000000', false],
  ['1', false],
  ['90000000x', false],
])('%s is one of ours: %s', (wireId, isOwn) => {
  expect(isOwnMenuId(wireId)).toBe(isOwn);
});
