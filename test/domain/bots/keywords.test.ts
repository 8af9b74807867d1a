import {
  asksForMore,
  asksForPerson,
  DEFAULT_CONTINUE_TEXT,
  DEFAULT_HANDOVER_KEYWORDS,
} from '../../../src/domain/bots/keywords';

test.each(['人工', ' 转人工 ', 'Human', 'ＡＧＥＮＴ', 'ｵﾍﾟﾚｰﾀｰ', '客服\n'])('%j asks for a person', (text) => {
  expect(asksForPerson(text, DEFAULT_HANDOVER_KEYWORDS)).toBe(true);
});

test.each(['', '  ', '人工智能', '不要人工', 'humane', '客服?'])('%j does not ask for a person', (text) => {
  expect(asksForPerson(text, [...DEFAULT_HANDOVER_KEYWORDS, ''])).toBe(false);
});

test.each(['继续', '更多', '1', '１', 'More', 'continue ', 'NEXT', '続き', DEFAULT_CONTINUE_TEXT])(
  '%j asks for more',
  (text) => {
    expect(asksForMore(text, DEFAULT_CONTINUE_TEXT)).toBe(true);
  },
);

test.each(['', '继续说', '11', 'more tea', '还有吗'])('%j is a question of its own', (text) => {
  expect(asksForMore(text, '')).toBe(false);
});
