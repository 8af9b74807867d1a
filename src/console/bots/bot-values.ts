/** The values of the form for a bot, and the bodies that the API takes. Fields are named by the API's paths. */
import type { BotBody, BotKind } from '../../contracts/bots/bot';
import type { BotChange, NewBotBody } from './requests';
import { type RuleValues, toRule, toRuleValues } from './rules/rule-values';

export type BotValues = {
  readonly name: string;
  readonly aiLabel: boolean;
  readonly brandId?: string;
  readonly baseUrl?: string;
  /** Of a secret, an empty field changes nothing, and null removes it. */
  readonly apiKey?: string | null;
  readonly model?: string;
  readonly systemPrompt?: string;
  readonly temperature?: number | null;
  readonly historyMessages?: number;
  readonly vision?: boolean;
  /** Whether voice messages are transcribed. */
  readonly hears?: boolean;
  readonly transcription?: {
    readonly baseUrl?: string;
    readonly apiKey?: string | null;
    readonly model?: string;
  };
  readonly inputs?: readonly { readonly name?: string; readonly value?: string }[];
  readonly url?: string;
  readonly secret?: string;
  readonly rules?: readonly RuleValues[];
};

const trimmed = (text: string | undefined): string => text?.trim() ?? '';
const secretOf = (name: 'apiKey' | 'secret', value: string | null | undefined) => {
  if (value === null) return { [name]: null };
  return trimmed(value) === '' ? {} : { [name]: trimmed(value) };
};

/** The API's fields of each kind, beside those of all bots. */
const FIELDS: Readonly<Record<BotKind, (values: BotValues) => BotChange>> = {
  openai: ({ baseUrl, apiKey, model, systemPrompt = '', temperature, historyMessages, vision, ...rest }) => ({
    baseUrl: trimmed(baseUrl),
    ...secretOf('apiKey', apiKey),
    model: trimmed(model),
    systemPrompt,
    temperature: temperature ?? null,
    ...(historyMessages === undefined ? {} : { historyMessages }),
    vision: vision === true,
    transcription:
      rest.hears === true
        ? {
            baseUrl: trimmed(rest.transcription?.baseUrl),
            model: trimmed(rest.transcription?.model),
            ...secretOf('apiKey', rest.transcription?.apiKey),
          }
        : null,
  }),
  dify: ({ baseUrl, apiKey, inputs = [] }) => ({
    baseUrl: trimmed(baseUrl),
    ...secretOf('apiKey', apiKey),
    inputs: Object.fromEntries(
      inputs.flatMap(({ name, value = '' }) => (trimmed(name) === '' ? [] : [[trimmed(name), value]])),
    ),
  }),
  webhook: ({ url, secret }) => ({ url: trimmed(url), ...secretOf('secret', secret) }),
  salesiq: ({ url }) => ({ url: trimmed(url) }),
  rules: ({ rules = [] }) => ({ rules: rules.map(toRule) }),
};

export function toChange(kind: BotKind, values: BotValues): BotChange {
  return { name: values.name, aiLabel: values.aiLabel, ...FIELDS[kind](values) };
}

export function toNewBot(kind: BotKind, values: BotValues): NewBotBody {
  // The fields are those of the kind; the API has the last word.
  return { kind, brandId: values.brandId ?? '', ...toChange(kind, values) } as NewBotBody;
}

/** Whether WeChat marks the messages of a new bot as made by AI. */
const isAi = (kind: BotKind): boolean => kind === 'openai' || kind === 'dify';

/** What the form for a new bot begins with. */
export function newValues(kind: BotKind, brandId: string | undefined): Partial<BotValues> {
  return {
    name: '',
    aiLabel: isAi(kind),
    ...(brandId === undefined ? {} : { brandId }),
    ...(kind === 'openai' ? { historyMessages: 12 } : {}),
    ...(kind === 'rules'
      ? {
          rules: [
            {
              id: 'rule-1',
              when: { any: true },
              reply: [{ type: 'text', text: '' }],
              // biome-ignore lint/suspicious/noThenProperty: the API's name.
              then: 'stay',
            },
          ],
        }
      : {}),
  };
}

export function valuesOf(bot: BotBody): BotValues {
  const { name, aiLabel, baseUrl, model, systemPrompt, temperature, historyMessages, vision, url } = bot;
  const { transcription, inputs = {} } = bot;
  return {
    name,
    aiLabel,
    ...defined({ baseUrl, model, systemPrompt, temperature, historyMessages, vision, url }),
    hears: transcription != null,
    ...(transcription == null ? {} : { transcription }),
    inputs: Object.entries(inputs).map(([input, value]) => ({ name: input, value })),
    rules: toRuleValues(bot.rules ?? []),
  };
}

function defined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}
