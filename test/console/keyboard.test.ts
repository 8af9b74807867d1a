import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findEntries } from '../../src/console/app/palette/find-entries';
import { messages } from '../../src/console/i18n/en/messages';
import { chordOf, isKeyOf, KEY_LABELS, keyNames } from '../../src/console/shared/keyboard/key-table';

const SOURCES = join(__dirname, '../../src/console');

function source(): string {
  return readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(SOURCES, name), 'utf8'))
    .join('\n');
}

const press = (
  key: string,
  held: { ctrlKey?: true; metaKey?: true; altKey?: true; shiftKey?: true } = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('the table of keys', () => {
  const isOfField = (label: (typeof KEY_LABELS)[number]) => chordOf(label).group === 'writing';
  const page = KEY_LABELS.filter((label) => !isOfField(label));

  it.each([
    ['outside the field', page],
    ['in the field', KEY_LABELS.filter(isOfField)],
  ])('gives each key one meaning %s', (_, labels) => {
    const names = labels.map((label) => keyNames(label, false).join('+'));
    expect(new Set(names).size).toBe(names.length);
  });

  it('has the words of each key, and no others', () => {
    expect(Object.keys(messages.shortcuts).sort()).toEqual([...KEY_LABELS].sort());
  });

  it('lists no key that does nothing: each has a handler', () => {
    const text = source();
    const registered = [...text.matchAll(/useShortcut\(\s*'(\w+)'/g)].map(([, label = '']) => label);
    expect(new Set(registered)).toEqual(new Set<string>(page));
    for (const label of ['send', 'sendNext', 'hold', 'leave']) expect(text).toContain(`is('${label}')`);
  });

  it('tells Enter alone, with Ctrl, Alt and Shift apart; ⌘ is Ctrl', () => {
    expect(isKeyOf(press('Enter'), 'send')).toBe(true);
    expect(isKeyOf(press('Enter', { shiftKey: true }), 'send')).toBe(false);
    expect(isKeyOf(press('Enter', { ctrlKey: true }), 'send')).toBe(false);
    expect(isKeyOf(press('Enter', { ctrlKey: true }), 'sendNext')).toBe(true);
    expect(isKeyOf(press('Enter', { metaKey: true }), 'sendNext')).toBe(true);
    expect(isKeyOf(press('Enter', { altKey: true }), 'hold')).toBe(true);
  });

  it('takes ? and / with or without Shift, a letter only as it is, Ctrl+K also with Caps Lock', () => {
    expect(isKeyOf(press('?', { shiftKey: true }), 'help')).toBe(true);
    expect(isKeyOf(press('/', { shiftKey: true }), 'search')).toBe(true);
    expect(isKeyOf(press('E', { shiftKey: true }), 'complete')).toBe(false);
    expect(isKeyOf(press('e', { ctrlKey: true }), 'complete')).toBe(false);
    expect(isKeyOf(press('K', { ctrlKey: true }), 'palette')).toBe(true);
  });
});

describe('the palette', () => {
  const entry = (id: string, group: 'action' | 'page' | 'canned', title: string, hint?: string) => ({
    id,
    group,
    title,
    ...(hint === undefined ? {} : { hint }),
    run: () => undefined,
  });
  const entries = [
    entry('canned', 'canned', '/thanks', 'Thank you for waiting'),
    entry('waiting', 'page', 'List: Waiting'),
    entry('next', 'action', 'Next waiting conversation'),
    entry('attend', 'action', '接待会话'),
  ];
  const found = (typed: string) => findEntries(entries, typed).map(({ id }) => id);

  it('shows everything by group until something is typed', () => {
    expect(found('')).toEqual(['next', 'attend', 'waiting', 'canned']);
  });
  it('finds words anywhere, in any order, however they are written', () => {
    expect(found('waiting next')).toEqual(['next']);
    expect(found('ＷＡＩＴ')).toEqual(['next', 'waiting', 'canned']);
    expect(found('接待')).toEqual(['attend']);
    expect(found('thanks')).toEqual(['canned']);
    expect(found('nothing like it')).toEqual([]);
  });
});

describe('icons', () => {
  it('are hidden from screen readers, or have words of ours: a name like “swap” would become part of the button’s', () => {
    const icons = [...source().matchAll(/<\w+(?:Outlined|Filled)\b[^<>]*?\/>/g)].map(([icon]) => icon);
    expect(icons.length).toBeGreaterThan(50);
    expect(icons.filter((icon) => !/aria-(?:hidden|label)/.test(icon))).toEqual([]);
  });
});
