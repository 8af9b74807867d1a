import { z } from 'zod';
import { ATTACHMENT_ERROR_CODES } from '../../domain/messages/attachment-errors';
import { ATTACHMENT_KINDS, ATTACHMENT_STATUSES } from '../../domain/messages/attachments';
import { idParamsSchema, idSchema } from '../common';
import type { RouteContract } from '../route-contract';

/** A file in a message, or one that was uploaded to be sent. */
export const attachmentSchema = z
  .strictObject({
    id: idSchema,
    kind: z.enum(ATTACHMENT_KINDS),
    status: z.enum(ATTACHMENT_STATUSES).meta({
      description:
        '`fetching`: not yet fetched from WeChat, retried automatically; `error` names the problem. ' +
        '`failed`: it could not be fetched; see `error`.',
    }),
    contentType: z
      .string()
      .nullable()
      .meta({ description: 'Determined from the content. null until the file is there.' }),
    size: z.int().nullable().meta({ description: 'Bytes.' }),
    name: z.string().nullable(),
    durationMs: z.int().optional().meta({ description: 'For voice messages.' }),
    width: z.int().optional().meta({ description: 'For pictures, in pixels.' }),
    height: z.int().optional(),
    playable: z.strictObject({ contentType: z.string() }).optional().meta({
      description: 'What `?as=playable` returns: a format that browsers can play.',
    }),
    error: z
      .strictObject({ code: z.enum(ATTACHMENT_ERROR_CODES), detail: z.string() })
      .optional()
      .meta({ description: 'Why it is not there. `not_playable`: it is there, but only as a download.' }),
  })
  .meta({ id: 'Attachment' });

export type AttachmentBody = z.infer<typeof attachmentSchema>;

const contentQuerySchema = z.strictObject({
  as: z.enum(['original', 'playable']).default('original').meta({
    description: '`playable`: a voice message as WAV. The original if there is no such version.',
  }),
});

const uploadSchema = z
  .strictObject({ file: z.string().meta({ format: 'binary', description: 'jpeg, png; mp3, amr; mp4.' }) })
  .meta({ id: 'NewAttachment' });

const tag = 'Attachments';
const bytes = z.string().meta({ format: 'binary' });
export const attachmentRoutes = [
  {
    id: 'uploadAttachment',
    method: 'post',
    path: '/api/v1/attachments',
    summary:
      'Upload a file to be sent: an image (up to 10 MB), a voice message (mp3, amr) of up to 2 MB and 60 s, or a video (up to 10 MB)',
    tag,
    access: 'operator',
    scope: 'send',
    body: uploadSchema,
    bodyType: 'multipart/form-data',
    isStream: true,
    answers: { 201: { description: 'It can be sent now', schema: attachmentSchema } },
    refusals: ['attachment_too_large', 'attachment_type_not_supported', 'unavailable'],
  },
  {
    id: 'getAttachment',
    method: 'get',
    path: '/api/v1/attachments/{id}',
    summary: 'The file itself; supports ranges and `If-None-Match`',
    tag,
    access: 'operator',
    scope: 'read',
    isStream: true,
    params: idParamsSchema,
    query: contentQuerySchema,
    answers: {
      200: { description: 'The whole file', schema: bytes, contentType: '*/*' },
      206: { description: 'The part requested with `Range`', schema: bytes, contentType: '*/*' },
      304: { description: 'The caller has it already' },
      416: { description: 'There is no such part' },
    },
    refusals: ['conflict', 'unavailable'],
  },
  {
    id: 'getAttachmentInfo',
    method: 'get',
    path: '/api/v1/attachments/{id}/info',
    summary: 'What is known about a file',
    tag,
    access: 'operator',
    scope: 'read',
    params: idParamsSchema,
    answers: { 200: { description: 'The attachment', schema: attachmentSchema } },
  },
  {
    id: 'fetchAttachment',
    method: 'post',
    path: '/api/v1/attachments/{id}/fetch',
    summary: 'Try again to fetch a contact’s file from WeChat',
    tag,
    access: 'operator',
    scope: 'write',
    params: idParamsSchema,
    answers: { 202: { description: 'It is being fetched or is there already', schema: attachmentSchema } },
  },
] as const satisfies readonly RouteContract[];
