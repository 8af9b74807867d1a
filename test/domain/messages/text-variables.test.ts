/** Variables in the texts of canned replies and macros. */
import { fillText, hasVariables, unknownVariables } from '../../../src/domain/messages/text-variables';

const values = {
  'contact.name': '李雷',
  'operator.name': 'Anna',
  'brand.name': 'Tea house',
  'channel.name': '茶馆',
  'conversation.id': 'c1',
};
const nameless = { ...values, 'contact.name': null };

describe('filling a text', () => {
  it('puts each value where its variable stands, with or without spaces, as often as it stands there', () => {
    const text =
      '{{contact.name}}，我是 {{ operator.name }}（{{brand.name}}，{{channel.name}}）：{{conversation.id}} {{contact.name}}';
    expect(fillText(text, values)).toEqual({
      text: '李雷，我是 Anna（Tea house，茶馆）：c1 李雷',
      missing: [],
    });
  });

  it('leaves what is no variable as it is', () => {
    for (const text of ['', '{contact.name}', '{{contact.name', '{{ weather }}', '{{{a}}}', '$& {{}}'])
      expect(fillText(text, values)).toEqual({ text, missing: [] });
  });

  it('fills once: braces and replacement signs in a name stay as they are', () => {
    const name = '{{operator.name}} $& $1';
    expect(fillText('Hi {{contact.name}}', { ...values, 'contact.name': name }).text).toBe(`Hi ${name}`);
  });

  it.each([
    ['您好，{{contact.name}}！', '您好，顾客！'],
    ['{{contact.name}}、お待たせしました', 'お客様、お待たせしました'],
    ['Dear {{contact.name}},', 'Dear customer,'],
  ])('calls a contact without a name a customer, in the language of the text: %s', (text, filled) => {
    expect(fillText(text, nameless)).toEqual({ text: filled, missing: ['contact.name'] });
  });
});

describe('what stands between double braces', () => {
  it('is unknown where it is no variable, and is told once', () => {
    expect(unknownVariables('{{contact.name}} {{contact.age}} {{ contact.age }} {{}}')).toEqual([
      'contact.age',
      '',
    ]);
    expect(unknownVariables('{{contact.name}} {x} {{y')).toEqual([]);
  });

  it('is a variable only by its whole name', () => {
    expect(hasVariables('a {{ contact.name }}')).toBe(true);
    expect(hasVariables('a {{contact.names}} {contact.name}')).toBe(false);
  });
});
