import { findRule, type RuleMessage } from '../../../../src/domain/bots/rules/answer-by-rules';
import { findMistakes } from '../../../../src/domain/bots/rules/find-mistakes';
import type { Rule, When } from '../../../../src/domain/bots/rules/rules';

const reply = [{ type: 'text', text: '好' }] as const;
const rule = (id: string, when: When, more: Partial<Rule> = {}): Rule => ({
  id,
  when,
  reply,
  then: 'stay',
  ...more,
});
const equals = (text: string) => ({ text, match: 'equals' }) as const;
const contains = (text: string) => ({ text, match: 'contains' }) as const;
const wrote = (text: string): RuleMessage => ({ text, menuId: null });
const later = { isFirst: false, isOutOfHours: false };

describe('which rule answers', () => {
  const rules = [
    rule('welcome', { first: true, keywords: [equals('你好')] }),
    rule('price', { keywords: [contains('价格'), equals('PRICE')], menuId: 'p' }),
    rule('night', { outOfHours: true }),
    rule('rest', { any: true }),
  ];
  const idOf = (batch: readonly RuleMessage[], moment = later): string | undefined =>
    findRule(rules, batch, moment)?.id;

  it('is the first one that fits', () => {
    expect(idOf([wrote('你好')], { ...later, isFirst: true })).toBe('welcome');
    expect(idOf([wrote('你好')])).toBe('rest');
    expect(idOf([wrote('红茶价格多少')])).toBe('price');
    expect(idOf([wrote(' ｐrice ')])).toBe('price');
    expect(idOf([wrote('prices')])).toBe('rest');
    expect(idOf([{ text: '看价目', menuId: 'p' }])).toBe('price');
    expect(idOf([wrote('')], { ...later, isOutOfHours: true })).toBe('night');
  });

  it('is looked for message by message', () => {
    const withoutRest = rules.slice(0, 2);
    expect(findRule(withoutRest, [wrote('在吗'), wrote('价格？')], later)?.id).toBe('price');
    expect(findRule(withoutRest, [wrote('在吗')], later)).toBeNull();
  });
});

describe('mistakes', () => {
  const mistakesOf = (...rules: readonly Rule[]): readonly string[] =>
    findMistakes(rules).map(({ path, message }) => `${path.join('.')}: ${message}`);

  it('there are none in rules that are right, even if menus lead back to each other', () => {
    const menu = (id: string) => [{ type: 'msgmenu', items: [{ id, text: '去' }] }] as const;
    expect(
      mistakesOf(
        rule('a', { menuId: 'a', keywords: [equals('开始')] }, { reply: menu('b') }),
        rule('b', { menuId: 'b' }, { reply: menu('a') }),
        rule('c', { keywords: [contains('价格表')] }),
        rule('d', { keywords: [contains('价格')] }),
        rule('e', { first: true }),
        rule('f', { any: true }, { then: 'handover' }),
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'an id twice',
      [rule('a', { menuId: '1' }), rule('a', { any: true })],
      ['rules.1.id: the rule a is there twice'],
    ],
    [
      'no condition',
      [rule('a', { keywords: [], any: false })],
      ['rules.0.when: the rule a has no condition'],
    ],
    ['no answer', [rule('a', { any: true }, { reply: [] })], ['rules.0.reply: the rule a has no answer']],
    [
      'an empty keyword',
      [rule('a', { keywords: [equals(' ')] })],
      ['rules.0.when.keywords.0.text: a keyword of the rule a is empty'],
    ],
    [
      'an unknown choice',
      [
        rule(
          'a',
          { any: true },
          { reply: [...reply, { type: 'msgmenu', items: [{ id: 'x', text: '去' }] }] },
        ),
      ],
      ['rules.0.reply.1.items.0.id: no rule has the menuId x, which the rule a offers'],
    ],
    [
      'a rule behind one for everything',
      [rule('a', { any: true }), rule('b', { menuId: '1' })],
      ['rules.1: the rule b never answers, because the rule a always answers before it'],
    ],
    [
      'a longer keyword behind a shorter one',
      [
        rule('a', { keywords: [contains('价格')] }),
        rule('b', { keywords: [contains('红茶价格'), equals('ＡＢ价格')] }),
      ],
      ['rules.1: the rule b never answers, because the rule a always answers before it'],
    ],
    [
      'a rule for the first batch behind one for all of them',
      [rule('a', { keywords: [equals('你好')] }), rule('b', { first: true, keywords: [equals('你好')] })],
      ['rules.1: the rule b never answers, because the rule a always answers before it'],
    ],
    [
      'a rule that two others leave nothing',
      [
        rule('a', { menuId: '1' }),
        rule('b', { keywords: [equals('好')] }),
        rule('c', { menuId: '1', keywords: [equals('好')] }),
      ],
      ['rules.2: the rule c never answers, because the rule b always answers before it'],
    ],
  ])('finds %s', (_what, rules, mistakes) => {
    expect(mistakesOf(...rules)).toEqual(mistakes);
  });
});
