/** The console's words: every language says the same things, every word is used, and every code has its words. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { laterMessages as enLater } from '../../src/console/i18n/en/later-messages';
import { messages as en } from '../../src/console/i18n/en/messages';
import { laterMessages as jaLater } from '../../src/console/i18n/ja/later-messages';
import { messages as ja } from '../../src/console/i18n/ja/messages';
import { laterMessages as zhLater } from '../../src/console/i18n/zh/later-messages';
import { messages as zh } from '../../src/console/i18n/zh/messages';
import { PROBLEM_CODES } from '../../src/contracts/problem';
import { COMPLETED_REASONS, CONVERSATION_STATES } from '../../src/domain/conversation/conversation';
import { DEADLINE_KINDS } from '../../src/domain/conversation/deadlines';
import { DELIVERY_ERROR_CODES, DELIVERY_STATUSES } from '../../src/domain/conversation/delivery';
import { ATTACHMENT_ERROR_CODES, FETCH_TROUBLES } from '../../src/domain/messages/attachment-errors';
import { REFUSAL_SENTENCES } from '../../src/domain/refusals';
import { REJECTION_REASONS } from '../../src/domain/rejection';
import { chooseLanguage, LANGUAGES, type Language } from '../../src/words/languages';

/** Who uses the words: the console, and saved transcripts. */
const SOURCES = ['console', 'words', 'api/transcript'].map((name) =>
  path.resolve(__dirname, '../../src', name),
);
type Catalogue = Readonly<Record<string, Readonly<Record<string, string>>>>;
const CATALOGUES: Readonly<Record<Language, Catalogue>> = {
  en: { ...en, ...enLater },
  zh: { ...zh, ...zhLater },
  ja: { ...ja, ...jaLater },
};
const others = Object.keys(LANGUAGES).filter((tag): tag is Language => tag !== 'en');

function textsOf(catalogue: Catalogue): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([section, texts]) =>
      Object.entries(texts).map(([key, text]): [string, string] => [`${section}.${key}`, text]),
    ),
  );
}
const english = textsOf(CATALOGUES.en);
const placeholdersIn = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)]
    .map(([, name = '']) => name)
    .sort((one, other) => one.localeCompare(other));

function sources(): string {
  return SOURCES.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/^(?:i18n\/)?(?:en|zh|ja)\//.test(name))
      .map((name) => readFileSync(path.join(folder, name), 'utf8')),
  ).join('\n');
}

describe.each(others)('the catalogue %s', (language) => {
  const texts = textsOf(CATALOGUES[language]);
  it('has the keys of the English one, and no others', () => {
    // Chinese and Japanese have no singular.
    const expected = [...english.keys()].filter((key) => !key.endsWith('|one'));
    expect([...texts.keys()].sort()).toEqual(expected.sort());
  });
  it('has the same placeholders in each text', () => {
    for (const [key, text] of texts) {
      expect([key, ...placeholdersIn(text)]).toEqual([key, ...placeholdersIn(english.get(key) ?? '')]);
    }
  });
  it('tells all statuses of a message apart', () => {
    const words = DELIVERY_STATUSES.map((status) => texts.get(`conversation.status_${status}`));
    expect(words).not.toContain(undefined);
    expect(new Set(words).size).toBe(DELIVERY_STATUSES.length);
  });
  it('has no empty text', () => {
    expect([...texts].filter(([, text]) => text.trim() === '')).toEqual([]);
  });
});

describe('the keys', () => {
  const text = sources();
  /** `problems.${code}` uses all keys that begin with `problems.`. */
  const beginnings = [...text.matchAll(/`([a-zA-Z]+\.[a-zA-Z_]*)\$\{/g)].map(
    ([, beginning = '']) => beginning,
  );
  const endings = [...text.matchAll(/`([a-zA-Z]+\.)\$\{[^}]+\}([A-Z][a-zA-Z]*)`/g)];

  it('are all used', () => {
    const isUsed = (key: string) =>
      text.includes(`'${key.replace(/\|(?:one|other)$/, '')}'`) ||
      beginnings.some((beginning) => key.startsWith(beginning) && !beginning.endsWith('inbox.')) ||
      endings.some(([, beginning = '', ending = '']) => key.startsWith(beginning) && key.endsWith(ending)) ||
      (/^inbox\.(?:mine|waiting|missed|completed|all|needsLook|bot)$/.test(key) &&
        beginnings.includes('inbox.'));
    expect([...english.keys()].filter((key) => !isUsed(key))).toEqual([]);
  });

  it('that the pages name are all there', () => {
    const named = [...text.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => key);
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((key) => !english.has(key) && !english.has(`${key}|other`))).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>([
    ['refusal of the rules', 'problems.', Object.keys(REFUSAL_SENTENCES)],
    ['problem of the API', 'problems.', PROBLEM_CODES],
    ['reason of a failed message', 'delivery.', DELIVERY_ERROR_CODES],
    ['status of a message', 'conversation.status_', DELIVERY_STATUSES],
    ['reason of a completion', 'conversation.reason_', COMPLETED_REASONS],
    [
      'deadline',
      'conversation.deadline_',
      DEADLINE_KINDS.filter((kind) => kind !== 'window' && kind !== 'window_closing'),
    ],
    ['state', 'inbox.state_', CONVERSATION_STATES],
    ['reason of a refused delivery', 'rejected.reason_', REJECTION_REASONS],
    ['error of a file', 'attachmentErrors.', ATTACHMENT_ERROR_CODES],
    ['trouble of a file', 'fetchTroubles.', FETCH_TROUBLES],
  ])('hold words for each %s', (_, beginning, codes) => {
    expect(codes.filter((code) => !english.has(beginning + code))).toEqual([]);
  });
});

describe('the language', () => {
  it.each([
    [['zh-CN', 'en'], 'zh'],
    [['fr', 'ja-JP', 'en'], 'ja'],
    [['de'], 'en'],
    [[], 'en'],
  ])('of someone who reads %j is %s', (preferred, language) => {
    expect(chooseLanguage(preferred)).toBe(language);
  });
});
