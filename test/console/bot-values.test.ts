/** What the form for a bot sends: only what is filled in, and of secrets only what was typed. */
import { newValues, toChange, toNewBot, valuesOf } from '../../src/console/bots/bot-values';
import { newRule, type RuleValues, toRule } from '../../src/console/bots/rules/rule-values';
import { historyOf } from '../../src/console/bots/try-it/exchange';
import type { BotBody } from '../../src/contracts/bots/bot';

const answers = { name: 'Bot', aiLabel: true };
const handsOver = { ['then']: 'handover' as const };
const stays = { ['then']: 'stay' as const };

describe('the form for a bot', () => {
  it('leaves a stored key as it is while its field is empty', () => {
    const values = { ...answers, baseUrl: ' https://a.example/v1 ', model: 'm', apiKey: ' ' };
    expect(toChange('openai', values)).toEqual({
      ...answers,
      baseUrl: 'https://a.example/v1',
      model: 'm',
      systemPrompt: '',
      temperature: null,
      vision: false,
      transcription: null,
    });
    expect(toChange('openai', { ...values, apiKey: ' sk-1 ' })).toMatchObject({ apiKey: 'sk-1' });
  });

  it('removes a stored key by null, also that of the transcription', () => {
    const transcription = { baseUrl: 'https://b.example', model: 'whisper', apiKey: null };
    const values = { ...answers, baseUrl: 'https://a.example', model: 'm', apiKey: null };
    expect(toChange('openai', { ...values, hears: true, transcription })).toMatchObject({
      apiKey: null,
      transcription,
    });
  });

  it('sends the transcription only while it is switched on', () => {
    const transcription = { baseUrl: 'https://b.example', model: 'whisper' };
    const values = { ...answers, baseUrl: 'https://a.example', model: 'm', transcription };
    expect(toChange('openai', { ...values, hears: false })).toMatchObject({ transcription: null });
    expect(toChange('openai', { ...values, hears: true })).toMatchObject({ transcription });
  });

  it('makes an object of the variables of a Dify app, without those that have no name', () => {
    const inputs = [{ name: 'shop', value: 'tea' }, { value: 'lost' }, { name: 'empty' }];
    const body = toNewBot('dify', { ...answers, brandId: 'b', baseUrl: 'https://a.example', inputs });
    expect(body).toMatchObject({ kind: 'dify', brandId: 'b', inputs: { shop: 'tea', empty: '' } });
  });

  it('shows what the API returned, and sends the same back', () => {
    const bot = {
      id: 'id',
      brandId: 'b',
      createdAt: '',
      storedSecrets: ['apiKey'],
      warnings: [],
      kind: 'dify',
      ...answers,
      baseUrl: 'https://a.example',
      inputs: { shop: 'tea' },
    } as BotBody;
    expect(toChange('dify', valuesOf(bot))).toEqual({
      ...answers,
      baseUrl: 'https://a.example',
      inputs: { shop: 'tea' },
    });
  });

  it('marks the messages of models as made by AI, if nobody says otherwise', () => {
    expect(newValues('openai', undefined).aiLabel).toBe(true);
    expect(newValues('rules', undefined).aiLabel).toBe(false);
  });
});

describe('a rule in the form', () => {
  const rule: RuleValues = { id: 'r', when: { any: true }, reply: [{ type: 'text', text: 'hi' }], ...stays };

  it('has only the conditions that are filled in', () => {
    const when = { keywords: [{ text: ' 发货 ' }], menuId: ' ', first: false, any: false };
    expect(toRule({ ...rule, when })).toMatchObject({
      when: { keywords: [{ text: '发货', match: 'contains' }] },
    });
    expect(Object.keys((toRule({ ...rule, when }) as { when: object }).when)).toEqual(['keywords']);
  });

  it('sends only the fields of the chosen type of reply', () => {
    const reply = [
      { type: 'news' as const, text: 'old', title: ' T ', url: 'https://a.example', head: 'old' },
    ];
    expect(toRule({ ...rule, reply })).toMatchObject({
      reply: [{ type: 'news', title: 'T', url: 'https://a.example', description: '' }],
    });
  });

  it('names a group only where it hands over', () => {
    expect(toRule({ ...rule, ...handsOver, groupId: 'g' })).toMatchObject({ groupId: 'g' });
    expect(toRule({ ...rule, groupId: 'g' })).not.toHaveProperty('groupId');
    expect(toRule({ ...rule, ...handsOver, groupId: null })).not.toHaveProperty('groupId');
  });

  it('has a name that no other rule has', () => {
    expect(newRule([{ ...rule, id: 'rule-2' }]).id).toBe('rule-3');
  });
});

it('what was said is the history of the next question, the newest 40 messages of it', () => {
  const exchange = (question: string) => ({
    question,
    answer: { parts: [{ type: 'text', text: `re ${question}` }, { type: 'image' }], handover: null, ms: 1 },
  });
  expect(historyOf([exchange('a')])).toEqual([
    { from: 'contact', text: 'a' },
    { from: 'desk', text: 're a' },
  ]);
  const long = historyOf(Array.from({ length: 30 }, (_, at) => exchange(String(at))));
  expect(long).toHaveLength(40);
  expect(long.at(-1)).toEqual({ from: 'desk', text: 're 29' });
});
