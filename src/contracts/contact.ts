import { z } from 'zod';
import { idParamsSchema, idSchema, listOf, pageQuerySchema, soughtIdSchema, timeSchema } from './common';
import { messageListSchema, transcriptQuerySchema } from './message';
import type { RouteContract } from './route-contract';

export const contactSchema = z
  .strictObject({
    id: idSchema,
    channelId: idSchema,
    brandId: idSchema,
    openId: z.string().meta({ description: 'WeChat’s id of the person for this account.' }),
    name: z.string(),
    createdAt: timeSchema,
  })
  .meta({ id: 'Contact' });

export type ContactBody = z.infer<typeof contactSchema>;

export const contactQuerySchema = pageQuerySchema.extend({
  cursor: soughtIdSchema.optional().meta({ description: '`nextCursor` of the page before.' }),
  channelId: soughtIdSchema.optional(),
  openId: z
    .string()
    .min(1)
    .max(128)
    .regex(/^[^\0]*$/, 'must not hold NUL')
    .optional(),
});

const tag = 'Contacts';
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
    tag,
    access: 'operator',
    params: idParamsSchema,
    answers: { 200: { description: 'The contact', schema: contactSchema } },
  },
  {
    id: 'getContactTimeline',
    method: 'get',
    path: '/api/v1/contacts/{id}/timeline',
    summary: 'All that a contact did and was sent, in and outside conversations',
    tag,
    access: 'operator',
    params: idParamsSchema,
    query: transcriptQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: messageListSchema } },
  },
] as const satisfies readonly RouteContract[];
