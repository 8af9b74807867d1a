import { z } from 'zod';
import { givenTimeSchema, idParamsSchema, idSchema } from '../common';
import { conversationSchema } from '../conversations/conversation';
import { messageSchema } from '../conversations/message';
import { timeZoneSchema } from '../people/hours';
import type { RouteContract } from '../route-contract';

const notesSchema = (fallback: 'true' | 'false') =>
  z
    .enum(['true', 'false'])
    .default(fallback)
    .transform((word) => word === 'true');

const contactQuerySchema = z.strictObject({
  notes: notesSchema('false').meta({
    description: '`true`: with internal notes, which are not the contact’s own data.',
  }),
  lang: z.enum(['en', 'zh', 'ja']).optional().meta({
    description: 'The language of the words around the messages. By default `Accept-Language` decides.',
  }),
  timeZone: timeZoneSchema.default('UTC').meta({ description: 'An IANA name, for days and times.' }),
});

const conversationsQuerySchema = z.strictObject({
  from: givenTimeSchema.optional().meta({ description: 'Conversations that began from this time on.' }),
  to: givenTimeSchema.optional().meta({ description: 'Conversations that began before this time.' }),
  channelId: idSchema.optional(),
  notes: notesSchema('true').meta({ description: '`false`: without internal notes.' }),
});

/** One line of the export for a move. */
export const exportedConversationSchema = z
  .strictObject({
    conversation: conversationSchema,
    messages: z.array(messageSchema).meta({ description: 'Oldest first, events included.' }),
  })
  .meta({ id: 'ExportedConversation' });

export const exportRoutes = [
  {
    id: 'exportContact',
    method: 'get',
    path: '/api/v1/contacts/{id}/export',
    summary: 'What a contact has a right to: their profile, conversations and files as one zip file',
    tag: 'Data',
    access: 'administrator',
    scope: 'admin',
    isStream: true,
    params: idParamsSchema,
    query: contactQuerySchema,
    answers: {
      200: {
        description:
          '`contact.json`, `conversations/….json` and `….html`, `outside-conversations.json`, and `files/…`. It is written while it is read; one that was cut off has no directory at its end',
        schema: z.string().meta({ format: 'binary' }),
        contentType: 'application/zip',
      },
    },
  },
  {
    id: 'exportConversations',
    method: 'get',
    path: '/api/v1/export',
    summary: 'Conversations with all their messages, one on each line, for a move to another system',
    tag: 'Data',
    access: 'administrator',
    scope: 'admin',
    isStream: true,
    query: conversationsQuerySchema,
    answers: {
      200: {
        description:
          'NDJSON, in the order of the conversations’ ids, which is not that of time. One that fails is cut off',
        schema: exportedConversationSchema,
        contentType: 'application/x-ndjson',
      },
    },
  },
] as const satisfies readonly RouteContract[];
