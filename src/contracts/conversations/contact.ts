import { z } from 'zod';
import { LONGEST_REMARK, REMARK_SYNCS } from '../../domain/contact';
import { refusalFields } from '../channels/wechat-refusal';
import {
  idParamsSchema,
  idSchema,
  listOf,
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
    openId: z.string().meta({ description: 'WeChat’s id for the person within this account.' }),
    name: z.string().meta({
      description:
        'As displayed: the given name, else the remark, else a generated name. WeChat provides no name.',
    }),
    givenName: z.string().nullable().meta({ description: 'The name that operators gave the contact.' }),
    remark: z.string().nullable().meta({ description: 'The name that WeChat also stores for the contact.' }),
    remarkSync: z
      .enum(REMARK_SYNCS)
      .nullable()
      .meta({ description: 'Whether WeChat has the remark yet; null: no operator has set one.' }),
    remarkError: z
      .strictObject({ wechatCode: z.int(), ...refusalFields, detail: z.string() })
      .nullable()
      .meta({ description: 'Why WeChat last refused the remark.' }),
    tags: z.array(z.string()),
    subscription: z.strictObject({
      isSubscribed: z.boolean().nullable().meta({ description: 'null: WeChat has not been asked yet.' }),
      subscribedAt: timeSchema.nullable(),
      unsubscribedAt: timeSchema.nullable(),
      scene: z
        .string()
        .nullable()
        .meta({ description: 'WeChat’s code for how the contact found the account.' }),
      qrScene: z.string().nullable(),
      tagIds: z.array(z.int()).meta({ description: 'The tags that the account uses at WeChat.' }),
      language: z.string().nullable(),
      askedAt: timeSchema.nullable().meta({ description: 'When WeChat was last asked.' }),
    }),
    firstVisit: visitSchema.nullable().meta({ description: 'The QR code that brought the contact first.' }),
    lastVisit: visitSchema.nullable(),
    block: z
      .strictObject({
        at: timeSchema,
        reason: z.string(),
        operator: personSchema,
      })
      .nullable(),
    legalHold: z
      .boolean()
      .meta({ description: 'Nothing of the contact may be erased, nor removed because its time is over.' }),
    createdAt: timeSchema,
  })
  .meta({ id: 'Contact' });

export type ContactBody = z.infer<typeof contactSchema>;

const flagSchema = z.enum(['true', 'false']).transform((word) => word === 'true');

const contactQuerySchema = pageQuerySchema.extend({
  cursor: idSchema.optional().meta({ description: '`nextCursor` of the previous page.' }),
  channelId: idSchema.optional(),
  openId: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^\0]*$/, 'must not contain a NUL character')
    .optional(),
  tag: tagSchema.optional(),
  subscribed: flagSchema
    .optional()
    .meta({ description: 'Whether the contact follows the account, as far as is known.' }),
  blocked: flagSchema.optional(),
  q: searchWordsSchema(64)
    .optional()
    .meta({
      description: `Part of the shown name, the remark, a tag or the openid. ${SEARCH_EQUALITY}`,
    }),
});

const changeContactSchema = z
  .strictObject({
    name: nameSchema.nullable().meta({ description: 'null: back to the generated name.' }),
    remark: lineOf(0, LONGEST_REMARK),
    tags: tagsSchema,
    legalHold: z.boolean().meta({ description: 'Only an administrator may change it, with a `reason`.' }),
    reason: lineOf(1, LONGEST_REASON).meta({
      description: 'Why the legal hold begins or ends; it stands in the audit log.',
    }),
  })
  .partial()
  .refine(({ legalHold, reason }) => (legalHold === undefined) === (reason === undefined), {
    path: ['reason'],
    message: 'belongs to `legalHold`, which needs one',
  })
  .meta({ id: 'ContactChange' });

const eraseContactSchema = z
  .strictObject({ reason: lineOf(1, LONGEST_REASON) })
  .meta({ id: 'ContactErasure' });

const erasedContactSchema = z
  .strictObject({
    id: idSchema,
    erasedAt: timeSchema,
    areWordsRemoved: z.boolean().meta({
      description:
        'Words and files are overwritten or deleted, except what is still under way. false: this goes on by itself; ' +
        'nobody is shown them any more in either case.',
    }),
  })
  .meta({ id: 'ErasedContact' });

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
    scope: 'read',
    query: contactQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: listOf('ContactList', contactSchema) } },
  },
  {
    id: 'getContact',
    method: 'get',
    path: '/api/v1/contacts/{id}',
    summary: 'One contact',
    ...operator,
    scope: 'read',
    answers: { 200: contactAnswer },
  },
  {
    id: 'changeContact',
    method: 'patch',
    path: '/api/v1/contacts/{id}',
    summary:
      'Change name, remark or tags; the remark is then written back to WeChat. An administrator also sets the legal hold',
    ...operator,
    scope: 'write',
    body: changeContactSchema,
    answers: { 200: contactAnswer },
  },
  {
    id: 'blockContact',
    method: 'post',
    path: '/api/v1/contacts/{id}/block',
    summary: 'Block a contact: the open conversation is completed, and later messages start no new one',
    ...operator,
    scope: 'write',
    body: blockContactSchema,
    answers: { 200: contactAnswer },
  },
  {
    id: 'unblockContact',
    method: 'post',
    path: '/api/v1/contacts/{id}/unblock',
    summary: 'Unblock a contact, whose messages then start conversations again',
    ...operator,
    scope: 'write',
    answers: { 200: contactAnswer },
  },
  {
    id: 'eraseContact',
    method: 'post',
    path: '/api/v1/contacts/{id}/erase',
    summary:
      'Erase everything about a contact, for ever: words, names, files. Counts stay. Who writes again is a new contact',
    tag,
    access: 'administrator',
    scope: 'admin',
    params: idParamsSchema,
    body: eraseContactSchema,
    answers: {
      202: {
        description:
          'They are in no list, search, stream or file any more; the rest is durable and goes on by itself',
        schema: erasedContactSchema,
      },
    },
    refusals: ['legal_hold'],
  },
  {
    id: 'getContactTimeline',
    method: 'get',
    path: '/api/v1/contacts/{id}/timeline',
    summary: 'Everything a contact did and was sent, inside and outside conversations',
    ...operator,
    scope: 'read',
    query: transcriptQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: messageListSchema } },
  },
  {
    id: 'listTags',
    method: 'get',
    path: '/api/v1/brands/{id}/tags',
    summary: 'The tags of a brand’s contacts',
    ...operator,
    scope: 'read',
    answers: { 200: { description: 'The most used tag first', schema: tagListSchema } },
  },
] as const satisfies readonly RouteContract[];
