import { hintOf } from '../../../../src/domain/conversation/bot/hint';
import { DEFAULT_BOT_TEXTS } from '../../../../src/domain/settings';

const texts = {
  ...DEFAULT_BOT_TEXTS,
  handoverKeywords: ['人工', 'Agent', 'オペレーター', ''],
  continueText: 'Reply to read on',
};

describe('what a text means to a bot', () => {
  it.each(['人工', ' 人工 ', '人工\n', 'agent', 'ＡＧＥＮＴ', 'ｵﾍﾟﾚｰﾀｰ'])('“%s” asks for a person', (text) => {
    expect(hintOf(text, texts)).toBe('person');
  });

  it.each(['继续', '更多', '1', '１', 'More', 'continue', 'NEXT', '続き', 'reply to read on '])(
    '“%s” asks for the rest of an answer',
    (text) => {
      expect(hintOf(text, texts)).toBe('more');
    },
  );

  // The default text invites to reply with anything.
  it.each(['好', '好的', '嗯', '看', '查看', '任意内容', 'OK', 'yes', 'はい', '次'])(
    '“%s” agrees to it',
    (text) => {
      expect(hintOf(text, texts)).toBe('more');
    },
  );

  it.each([
    '',
    '  ',
    '好的，红茶多少钱？',
    '人工智能',
    '不要人工',
    '人工?',
    'one more',
    'more tea',
    '继续说',
    'agents',
    '11',
  ])('“%s” is nothing in particular', (text) => {
    expect(hintOf(text, texts)).toBeNull();
  });

  it('a word that stands for both asks for a person', () => {
    expect(hintOf('more', { ...texts, handoverKeywords: ['more'] })).toBe('person');
  });
});
