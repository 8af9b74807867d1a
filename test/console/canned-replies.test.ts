/** Which canned replies are found for what was typed after a slash. */
import { findCanned, slashWordAt } from '../../src/console/conversation/canned/find-canned';

describe('the word to search for at the cursor', () => {
  it.each([
    ['/', { from: 0, word: '' }],
    ['/he', { from: 0, word: 'he' }],
    ['您好 /价', { from: 3, word: '价' }],
    ['first line\n/he', { from: 11, word: 'he' }],
    ['、价', { from: 0, word: '价' }],
    ['、', { from: 0, word: '' }],
    ['／he', { from: 0, word: 'he' }],
    ['您好\u3000／ｈｅ', { from: 3, word: 'ｈｅ' }],
    ['・ね', { from: 0, word: 'ね' }],
    ['･ﾈ', { from: 0, word: 'ﾈ' }],
    ['first line\n、价', { from: 11, word: '价' }],
    ['1/2', null],
    ['1／2', null],
    ['苹果、香蕉', null],
    ['アイス・クリーム', null],
    ['、、', null],
    ['／アイス・ク', { from: 0, word: 'アイス・ク' }],
    ['／a／b', null],
    ['、价，格', { from: 0, word: '价，格' }],
    ['https://a.test/x', null],
    ['/two words', null],
    ['', null],
  ])('%j', (text, sought) => {
    expect(slashWordAt(text, text.length)).toEqual(sought);
  });

  it('is what stands before the cursor', () => {
    expect(slashWordAt('/hello', 3)).toEqual({ from: 0, word: 'he' });
  });
});

describe('the replies that fit', () => {
  const reply = (shortcut: string, text = '') => ({
    id: shortcut,
    shortcut,
    text,
    brandId: null,
    folder: shortcut === 'price' ? '售后' : null,
    useCount: 0,
    createdAt: '',
  });
  const replies = [reply('bye', 'hello and goodbye'), reply('ahello'), reply('Hello'), reply('price')];
  const found = (word: string, most = 8) => findCanned(replies, word, most).map(({ shortcut }) => shortcut);
  it('begin with the word, hold it, or hold it in their text, in this order', () => {
    expect(found('hello')).toEqual(['Hello', 'ahello', 'bye']);
    expect(found('nothing')).toEqual([]);
    expect(found('售后')).toEqual(['price']);
  });
  it('are all there for a slash alone, up to as many as are shown', () => {
    expect(found('')).toHaveLength(4);
    expect(found('', 2)).toHaveLength(2);
  });
});
