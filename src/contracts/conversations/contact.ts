import { z } from 'zod';
import { LONGEST_REMARK, REMARK_SYNCS } from '../../domain/contact';
import { refusalFields } from '../channels/wechat-refusal';
import {
  idParamsSchema,
  idSchema,
  listOf,
  lookupIdSchema,
  nameSchema,
  pageQuerySchema,
  personSchema,
  SEARCH_EQUALITY,
  searchWordsSchema,
  timeSchema,
} from '../common';
import { lineOf } from '../plain-text';
import type { RouteContract } from '../route-contract';
import { messageListSchema, transcriptQuerySchema } from './message';
import { tagSchema, tagsSchema } from './tag';

const LONGEST_REASON = 200;

const visitSchema = z.strictObject({ scene: z.string(), at: timeSchema });

export const contactSchema = z
  .strictObject({
    id: idSchema,
    channelId: idSchema,
    brandId: idSchema,
    openId: z.string().meta({ description: 'WeChat’s id of the person for this account.' }),
    name: z.string().meta({
      description:
        'As it is shown: the given name, else the remark, else a generated name: WeChat provides none.',
    }),
    givenName: z.string().nullable().meta({ description: 'What operators call them.' }),
    remark: z.string().nullable().meta({ description: 'The remark that WeChat keeps of them too.' }),
    remarkSync: z
      .enum(REMARK_SYNCS)
      .nullable()
      .meta({ description: 'Whether WeChat has the remark yet; null: none was written here.' }),
    remarkError: z
      .strictObject({ wechatCode: z.int(), ...refusalFields, detail: z.string() })
      .nullable()
      .meta({ description: 'Why WeChat refused the remark last.' }),
    tags: z.array(z.string()),
    subscription: z.strictObject({
      isSubscribed: z.boolean().nullable().meta({ description: 'null: WeChat was not asked yet.' }),
      subscribedAt: timeSchema.nullable(),
      unsubscribedAt: timeSchema.nullable(),
      scene: z.string().nullable().meta({ description: 'WeChat’s word for how they came.' }),
      qrScene: z.string().nullable(),
      tagIds: z.array(z.int()).meta({ description: 'WeChat’s own tags of the account.' }),
      language: z.string().nullable(),
      askedAt: timeSchema.nullable().meta({ description: 'When WeChat was asked last.' }),
    }),
    firstVisit: visitSchema.nullable().meta({ description: 'The QR code by which they came first.' }),
    lastVisit: visitSchema.nullable(),
    block: z
      .strictObject({
        at: timeSchema,
        reason: z.string(),
        operator: personSchema,
      })
      .nullable(),
    createdAt: timeSchema,
  })
  .meta({ id: 'Contact' });

export type ContactBody = z.infer<typeof contactSchema>;

const flagSchema = z.enum(['true', 'false']).transform((word) => word === 'true');

const contactQuerySchema = pageQuerySchema.extend({
  cursor: lookupIdSchema.optional().meta({ description: '`nextCursor` of the page before.' }),
  channelId: lookupIdSchema.optional(),
  openId: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^\0]*$/, 'must not hold NUL')
    .optional(),
  tag: tagSchema.optional(),
  subscribed: flagSchema
    .optional()
    .meta({ description: 'Whether they follow the account, as far as that is known.' }),
  blocked: flagSchema.optional(),
  q: searchWordsSchema(64)
    .optional()
    .meta({
      description: `In the shown name, the remark, a tag or the openid. ${SEARCH_EQUALITY}`,
    }),
});

const changeContactSchema = z
  .strictObject({
    name: nameSchema.nullable().meta({ description: 'null: the made name again.' }),
    remark: lineOf(0, LONGEST_REMARK),
    tags: tagsSchema,
  })
  .partial()
  .meta({ id: 'ContactChange' });

const blockContactSchema = z.strictObject({ reason: lineOf(1, LONGEST_REASON) }).meta({ id: 'ContactBlock' });

const tagListSchema = listOf('TagList', z.strictObject({ tag: z.string(), count: z.int() }));

const tag = 'Contacts';
const operator = { tag, access: 'operator', params: idParamsSchema } as const;
const contactAnswer = { description: 'The contact', schema: contactSchema };
export const contactRoutes = [
  {
    id: 'listContacts',
    method: 'get',
    path: '/api/v1/contacts',
    summary: 'The contacts of the brands that the caller may see',
    tag,
    access: 'operator',
    query: contactQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: listOf('ContactList', contactSchema) } },
  },
  {
    id: 'getContact',
    method: 'get',
    path: '/api/v1/contacts/{id}',
    summary: 'One contact',
    ...operator,
    answers: { 200: contactAnswer },
  },
  {
    id: 'changeContact',
    method: 'patch',
    path: '/api/v1/contacts/{id}',
    summary: 'Change name, remark or tags; the remark is written back to WeChat afterwards',
    ...operator,
    body: changeContactSchema,
    answers: { 200: contactAnswer },
  },
  {
    id: 'blockContact',
    method: 'post',
    path: '/api/v1/contacts/{id}/block',
    summary: 'Block a contact: the open conversation is completed, later messages start none',
    ...operator,
    body: blockContactSchema,
    answers: { 200: contactAnswer },
  },
  {
    id: 'unblockContact',
    method: 'post',
    path: '/api/v1/contacts/{id}/unblock',
    summary: 'Let a contact start conversations again',
    ...operator,
    answers: { 200: contactAnswer },
  },
  {
    id: 'getContactTimeline',
    method: 'get',
    path: '/api/v1/contacts/{id}/timeline',
    summary: 'All that a contact did and was sent, in and outside conversations',
    ...operator,
    query: transcriptQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: messageListSchema } },
  },
  {
    id: 'listTags',
    method: 'get',
    path: '/api/v1/brands/{id}/tags',
    summary: 'The tags that contacts of a brand have',
    ...operator,
    answers: { 200: { description: 'The most used first', schema: tagListSchema } },
  },
] as const satisfies readonly RouteContract[];
