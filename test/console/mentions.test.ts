/** Which colleagues a note mentions, and what is offered while one is typed. */

import { atWordAt, findColleagues, mentionsIn } from '../../src/console/conversation/mentions/find-mentions';
import { splitMentions } from '../../src/console/conversation/mentions/split-mentions';

const colleagues = [
  { id: 'a', name: 'Ann' },
  { id: 'b', name: 'Anna Li' },
  { id: 'c', name: '小美' },
];

describe('a name after @', () => {
  it.each([
    ['@', ''],
    ['ask @an', 'an'],
    ['请@小', '小'],
    ['＠小美', '小美'],
  ])('is looked for in %s', (text, word) => {
    expect(atWordAt(text, text.length)?.word).toBe(word);
  });

  it.each(['mail anna@example', 'no sign', '@小美 done'])('is not looked for in %s', (text) => {
    expect(atWordAt(text, text.length)).toBeNull();
  });

  it('finds who is meant, whose name begins with it first', () => {
    expect(findColleagues(colleagues, 'ANN', 8).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(findColleagues(colleagues, 'li', 8).map(({ id }) => id)).toEqual(['b']);
    expect(findColleagues(colleagues, '', 2)).toHaveLength(2);
  });
});

describe('the mentions of a text', () => {
  it('are the colleagues whose whole name follows an @', () => {
    expect(mentionsIn('@Anna Li 请看，@小美也看', colleagues)).toEqual(['b', 'c']);
    expect(mentionsIn('＠ann', colleagues)).toEqual(['a']);
    expect(mentionsIn('@Bob, Ann', colleagues)).toEqual([]);
  });
});

describe('the names that a note mentions', () => {
  it.each([
    ['@Anna Li and @Ann', ['Ann', 'Anna Li'], ['', '@Anna Li', ' and ', '@Ann', '']],
    ['请＠小美看', ['小美'], ['请', '＠小美', '看']],
    ['nobody', ['Ann'], ['nobody']],
    ['@Ann', [], ['@Ann']],
  ])('stand apart in %s', (text, names, pieces) => {
    expect(splitMentions(text, names)).toEqual(pieces);
  });
});
