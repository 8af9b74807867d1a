import { z } from 'zod';
import { LONGEST_URL } from '../../domain/messages/message-limits';
import { idParamsSchema, idSchema, listOf, nameSchema, pageQuerySchema, timeSchema } from '../common';
import { messageTextSchema } from '../plain-text';
import type { RouteContract } from '../route-contract';
import { rulesSchema } from './rule';

export const BOT_KINDS = ['openai', 'dify', 'webhook', 'salesiq', 'rules'] as const;
export type BotKind = (typeof BOT_KINDS)[number];

const LONGEST_SYSTEM_PROMPT = 8_000;
const MOST_HISTORY = 40;
const MOST_INPUTS = 50;
const LONGEST_INPUT = 2_000;

const address = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .max(LONGEST_URL)
  .meta({
    description: 'By https on the public internet, or what `EGRESS_ALLOW` names.',
  });
const visible = z.string().regex(/^[\x21-\x7e]{1,512}$/, 'must be 1 to 512 visible ASCII characters');
const secret = visible.meta({ description: 'Written, never shown.' });
const modelName = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, 'must be 1 to 200 characters');
const inputs = z
  .record(
    z.string().regex(/^[^\0]{1,100}$/),
    z
      .string()
      .regex(/^[^\0]*$/)
      .max(LONGEST_INPUT),
  )
  .refine((all) => Object.keys(all).length <= MOST_INPUTS, `must be ${MOST_INPUTS} at most`)
  .meta({ description: 'Variables of the app.' });
const prompt = z
  .string()
  .max(LONGEST_SYSTEM_PROMPT)
  .regex(/^[^\0]*$/, 'must not hold NUL');
const temperature = z.number().min(0).max(2).nullable();
const historyMessages = z.number().int().min(0).max(MOST_HISTORY);
const webhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in base64')
  .meta({ description: 'Written, never shown: of Standard Webhooks.' });

/** The fields that a kind has beside those of all bots: when it is made. */
export const newBotFields = {
  openai: z.strictObject({
    baseUrl: address,
    apiKey: secret.nullable().default(null),
    model: modelName,
    systemPrompt: prompt.default(''),
    temperature: temperature.default(null),
    historyMessages: historyMessages.default(12),
    vision: z.boolean().default(false).meta({ description: 'Whether it is shown the contact’s pictures.' }),
    transcription: z
      .strictObject({ baseUrl: address, apiKey: secret.nullable().default(null), model: modelName })
      .nullable()
      .default(null)
      .meta({ description: 'Has voice messages written down; null: they are handed over.' }),
  }),
  dify: z.strictObject({ baseUrl: address, apiKey: secret, inputs: inputs.default({}) }),
  webhook: z.strictObject({ url: address, secret: webhookSecret }),
  salesiq: z.strictObject({ url: address }),
  rules: z.strictObject({ rules: rulesSchema }),
} as const satisfies Record<BotKind, z.ZodObject>;

const common = {
  name: nameSchema,
  aiLabel: z.boolean().meta({
    description: 'Whether WeChat marks its messages as made by AI. By default for `openai` and `dify`.',
  }),
};

const newOf = <const Kind extends BotKind>(kind: Kind) =>
  z.strictObject({
    kind: z.literal(kind),
    brandId: idSchema,
    name: common.name,
    aiLabel: common.aiLabel.optional(),
    ...newBotFields[kind].shape,
  });

const createBotSchema = z
  .discriminatedUnion('kind', [
    newOf('openai').meta({ id: 'NewOpenAiBot' }),
    newOf('dify').meta({ id: 'NewDifyBot' }),
    newOf('webhook').meta({ id: 'NewWebhookBot' }),
    newOf('salesiq').meta({ id: 'NewSalesiqBot' }),
    newOf('rules').meta({ id: 'NewRulesBot' }),
  ])
  .meta({ id: 'NewBot' });

/** What may be changed of each kind. A secret that is left out stays; null removes one that the kind can do without. */
export const botChangeFields = {
  openai: z
    .strictObject({
      ...common,
      baseUrl: address,
      apiKey: secret.nullable(),
      model: modelName,
      systemPrompt: prompt,
      temperature,
      historyMessages,
      vision: z.boolean(),
      transcription: z
        .strictObject({ baseUrl: address, apiKey: secret.nullable().optional(), model: modelName })
        .nullable(),
    })
    .partial(),
  dify: z.strictObject({ ...common, baseUrl: address, apiKey: secret, inputs }).partial(),
  webhook: z.strictObject({ ...common, url: address, secret: webhookSecret }).partial(),
  salesiq: z.strictObject({ ...common, url: address }).partial(),
  rules: z.strictObject({ ...common, rules: rulesSchema }).partial(),
} as const satisfies Record<BotKind, z.ZodObject>;

const changeBotSchema = z.looseObject({}).meta({
  id: 'BotChange',
  description:
    'Any fields of `NewBot` but `kind` and `brandId`. A secret that is left out stays; `null` removes one that the kind ' +
    'can do without.',
});

export const botSchema = z
  .strictObject({
    id: idSchema,
    brandId: idSchema,
    name: z.string(),
    kind: z.enum(BOT_KINDS),
    aiLabel: z.boolean(),
    baseUrl: z.string().optional(),
    url: z.string().optional(),
    model: z.string().optional(),
    systemPrompt: z.string().optional(),
    temperature: z.number().nullable().optional(),
    historyMessages: z.number().optional(),
    vision: z.boolean().optional(),
    transcription: z.strictObject({ baseUrl: z.string(), model: z.string() }).nullable().optional(),
    inputs: z.record(z.string(), z.string()).optional(),
    rules: z.array(z.unknown()).optional(),
    publicKey: z
      .string()
      .nullable()
      .optional()
      .meta({ description: 'Of `salesiq`, in PEM; null: make a pair.' }),
    storedSecrets: z
      .array(z.string())
      .meta({ description: 'The names of those that are set. None is ever shown.' }),
    warnings: z.array(z.strictObject({ path: z.string(), message: z.string() })).meta({
      description: 'What was saved but may be wrong: a name that cannot be resolved. Empty when it is read.',
    }),
    createdAt: timeSchema,
  })
  .meta({ id: 'Bot', description: 'The fields of its kind, without its secrets.' });

export type BotBody = z.infer<typeof botSchema>;

const tryBotSchema = z
  .strictObject({
    text: messageTextSchema,
    menuId: idSchema
      .optional()
      .meta({ description: 'As if the contact had tapped this choice of a menu of the bot.' }),
    history: z
      .array(z.strictObject({ from: z.enum(['contact', 'desk']), text: messageTextSchema }))
      .max(MOST_HISTORY)
      .default([]),
  })
  .meta({ id: 'BotQuestion' });

const triedBotSchema = z
  .strictObject({
    parts: z.array(z.looseObject({ type: z.string() })).meta({
      description:
        'What would leave, one message each, in the form of `NewMessage`; a picture of an answer is still at its ' +
        'address (`picture`).',
    }),
    handover: z.strictObject({ reason: z.string(), detail: z.string().optional() }).nullable(),
    ms: z.number().int(),
  })
  .meta({ id: 'BotTrial' });

const publicKeySchema = z.strictObject({ publicKey: z.string() }).meta({ id: 'BotPublicKey' });

const administrator = { tag: 'Bots', access: 'administrator', scope: 'admin' } as const;
const answer = { description: 'The bot', schema: botSchema };

export const botRoutes = [
  {
    id: 'listBots',
    method: 'get',
    path: '/api/v1/bots',
    summary: 'The bots of all brands',
    ...administrator,
    query: pageQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: listOf('BotList', botSchema) } },
  },
  {
    id: 'createBot',
    method: 'post',
    path: '/api/v1/bots',
    summary: 'Add a bot',
    ...administrator,
    body: createBotSchema,
    answers: { 201: answer },
  },
  {
    id: 'getBot',
    method: 'get',
    path: '/api/v1/bots/{id}',
    summary: 'One bot, without its secrets',
    ...administrator,
    params: idParamsSchema,
    answers: { 200: answer },
  },
  {
    id: 'changeBot',
    method: 'patch',
    path: '/api/v1/bots/{id}',
    summary: 'Change a bot; where the address leads to another server, its key has to be given anew',
    ...administrator,
    params: idParamsSchema,
    body: changeBotSchema,
    answers: { 200: answer },
  },
  {
    id: 'deleteBot',
    method: 'delete',
    path: '/api/v1/bots/{id}',
    summary: 'Delete a bot with its secrets',
    ...administrator,
    params: idParamsSchema,
    answers: { 204: { description: 'It is gone' } },
  },
  {
    id: 'tryBot',
    method: 'post',
    path: '/api/v1/bots/{id}/try',
    summary: 'Ask the real bot, and see exactly what would leave; nothing is sent',
    ...administrator,
    params: idParamsSchema,
    body: tryBotSchema,
    answers: { 200: { description: 'Its answer, or why it has none', schema: triedBotSchema } },
  },
  {
    id: 'makeBotKeys',
    method: 'post',
    path: '/api/v1/bots/{id}/keys',
    summary: 'Make a new key pair for a `salesiq` bot; the former one is void at once',
    ...administrator,
    params: idParamsSchema,
    answers: { 200: { description: 'The public half', schema: publicKeySchema } },
    refusals: ['conflict'],
  },
] as const satisfies readonly RouteContract[];
