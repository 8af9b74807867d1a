/** The phones of the simulated contacts. */
import { z } from 'zod';
import { CHANNEL_KINDS } from '../../domain/channel-kinds';
import { idSchema, timeSchema } from '../common';
import { conversationSchema } from '../conversations/conversation';
import type { RouteContract } from '../route-contract';

export const demoOpenIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'does not look like an openid');
/** Base64 characters of a picture or voice message: a JSON body may have 256 kB. */
const BASE64_CHARACTERS = 240_000;
const fileSchema = z.base64().min(1).max(BASE64_CHARACTERS);

/** What the demo's phone can send: everything a customer can send in WeChat. */
const phoneMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    text: z.string().min(1).max(500),
    menuItemId: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'A tap on an item of a menu message.' }),
  }),
  z.strictObject({ type: z.literal('image'), base64: fileSchema }),
  z.strictObject({ type: z.literal('voice'), base64: fileSchema.meta({ description: 'In AMR.' }) }),
  z.strictObject({
    type: z.literal('location'),
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
    label: z.string().max(200),
  }),
]);

const phoneActionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('follow') }),
  z.strictObject({ type: z.literal('unfollow') }),
  z.strictObject({ type: z.literal('scan'), qrCodeId: idSchema }),
  z.strictObject({ type: z.literal('click'), key: z.string().min(1).max(128) }),
  z.strictObject({
    type: z.literal('enter'),
    sessionFrom: z.string().min(1).max(200).meta({ description: 'Where in the mini program it was opened.' }),
  }),
  z.strictObject({ type: z.literal('view'), url: z.url({ protocol: /^https?$/ }).max(500) }),
]);

/** Ways to break WeChat, each for all contacts until it is fixed. */
export const troubleSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('errcode'),
      errcode: z.int().min(-1).max(99_999).meta({ description: 'Every message is refused with this code.' }),
    }),
    z.strictObject({
      kind: z.literal('delay'),
      seconds: z.int().min(1).max(30).meta({ description: 'Answers are delayed.' }),
    }),
    z
      .strictObject({ kind: z.literal('silence') })
      .meta({ description: 'Messages arrive, but the answers get lost.' }),
    z
      .strictObject({ kind: z.literal('repeats') })
      .meta({ description: 'Each delivery to the webhook is made three times.' }),
    z.strictObject({ kind: z.literal('outage') }).meta({ description: 'WeChat cannot be reached.' }),
  ])
  .meta({ id: 'DemoTrouble' });

const phoneContactSchema = z
  .strictObject({
    openId: z.string(),
    name: z.string(),
    channelId: idSchema,
    channelKind: z
      .enum(CHANNEL_KINDS)
      .meta({ description: 'Of a mini program: nobody follows it, and it has no menus.' }),
    accountName: z.string(),
    isFollowing: z.boolean(),
    isTypingSeen: z.boolean().meta({ description: 'WeChat shows the contact that an operator is typing.' }),
    now: timeSchema.meta({
      description: 'The contact’s own clock, which is ahead if it was fast-forwarded.',
    }),
    receivedCount: z.int(),
  })
  .meta({ id: 'DemoContact' });

const phoneSchema = z
  .strictObject({
    channelId: idSchema,
    accountName: z.string(),
    contacts: z.array(phoneContactSchema),
    troubles: z.array(troubleSchema).meta({ description: 'How WeChat is broken at the moment.' }),
  })
  .meta({ id: 'DemoPhone' });

const phoneEntrySchema = z
  .strictObject({
    id: z.string(),
    at: timeSchema.meta({ description: 'By the contact’s own clock.' }),
    kind: z.enum(['wrote', 'did', 'received', 'refused']),
    type: z.string().meta({ description: 'WeChat’s name for the message or event.' }),
    content: z.looseObject({}).meta({ description: 'As the contact entered it or the account sent it.' }),
    errcode: z
      .int()
      .nullable()
      .meta({ description: 'Why WeChat refused it; null: it got lost, or was not refused.' }),
    deliveries: z.int().meta({ description: 'How often WeChat delivered it to the webhook.' }),
    isDelivered: z.boolean().nullable().meta({ description: 'null: under way, or nothing to deliver.' }),
  })
  .meta({ id: 'DemoPhoneEntry' });

const phoneViewSchema = z
  .strictObject({
    entries: z.array(phoneEntrySchema).meta({ description: 'Oldest first.' }),
    conversation: conversationSchema.nullable().meta({ description: 'The contact’s newest one.' }),
  })
  .meta({ id: 'DemoPhoneView' });

export type PhoneBody = z.infer<typeof phoneSchema>;
export type PhoneContactBody = z.infer<typeof phoneContactSchema>;
export type PhoneEntryBody = z.infer<typeof phoneEntrySchema>;

export type PhoneMessage = z.infer<typeof phoneMessageSchema>;
export type PhoneAction = z.infer<typeof phoneActionSchema>;
export type Trouble = z.infer<typeof troubleSchema>;

const writeOnPhoneSchema = z
  .strictObject({ openId: demoOpenIdSchema, message: phoneMessageSchema })
  .meta({ id: 'DemoWrite' });
const actOnPhoneSchema = z
  .strictObject({ openId: demoOpenIdSchema, action: phoneActionSchema })
  .meta({ id: 'DemoAct' });
const phoneOfQuerySchema = z.strictObject({ openId: demoOpenIdSchema });
const phoneMediaQuerySchema = z.strictObject({ mediaId: z.string().min(1).max(200) });
const settledSchema = z
  .strictObject({ isDelivered: z.boolean().nullable().meta({ description: 'null: still under way.' }) })
  .meta({ id: 'DemoDelivery' });

const administrator = { tag: 'Demo', access: 'administrator', scope: 'admin' } as const;
const phoneAnswer = { description: 'The phone', schema: phoneSchema };

export const demoPhoneRoutes = [
  {
    id: 'getDemoPhone',
    method: 'get',
    path: '/api/v1/demo/phone',
    summary: 'The simulated contacts, and how WeChat is broken',
    ...administrator,
    answers: { 200: phoneAnswer },
  },
  {
    id: 'viewDemoPhone',
    method: 'get',
    path: '/api/v1/demo/phone/entries',
    summary: 'What one contact sees on their phone, and what did not arrive there',
    ...administrator,
    query: phoneOfQuerySchema,
    answers: { 200: { description: 'The phone of the contact', schema: phoneViewSchema } },
    refusals: ['not_found'],
  },
  {
    id: 'getDemoMedia',
    method: 'get',
    path: '/api/v1/demo/phone/media',
    summary: 'A file that is on a phone; voice messages in a format that browsers can play',
    ...administrator,
    query: phoneMediaQuerySchema,
    answers: {
      200: { description: 'The file', schema: z.string(), contentType: 'application/octet-stream' },
    },
    refusals: ['not_found'],
  },
  {
    id: 'addDemoContact',
    method: 'post',
    path: '/api/v1/demo/phone/contacts',
    summary: 'Add a contact who follows the account',
    ...administrator,
    answers: { 201: { description: 'The contact', schema: phoneContactSchema } },
  },
  {
    id: 'writeOnDemoPhone',
    method: 'post',
    path: '/api/v1/demo/phone/messages',
    summary: 'Write as a contact: the message goes through WeChat to the webhook',
    ...administrator,
    body: writeOnPhoneSchema,
    answers: { 201: { description: 'Written', schema: settledSchema } },
    refusals: ['not_found'],
  },
  {
    id: 'actOnDemoPhone',
    method: 'post',
    path: '/api/v1/demo/phone/actions',
    summary:
      'As a contact: follow, unfollow, scan a QR code, tap the account’s menu, or open a mini program’s customer service',
    ...administrator,
    body: actOnPhoneSchema,
    answers: { 201: { description: 'Done', schema: settledSchema } },
    refusals: ['not_found'],
  },
  {
    id: 'breakDemoWeChat',
    method: 'post',
    path: '/api/v1/demo/troubles',
    summary: 'Simulate a WeChat failure until it is ended',
    ...administrator,
    body: troubleSchema,
    answers: { 201: phoneAnswer },
  },
  {
    id: 'mendDemoWeChat',
    method: 'delete',
    path: '/api/v1/demo/troubles',
    summary: 'End all simulated failures',
    ...administrator,
    answers: { 200: phoneAnswer },
  },
] as const satisfies readonly RouteContract[];

export const demoPhoneEventRoutes = [
  {
    id: 'followDemoPhone',
    method: 'get',
    path: '/api/v1/demo/phone/events',
    summary: 'An event stream that says `changed` after each change of the simulated WeChat',
    ...administrator,
    isStream: true,
    answers: {
      200: { description: 'Never ends on its own', schema: z.string(), contentType: 'text/event-stream' },
    },
  },
] as const satisfies readonly RouteContract[];
