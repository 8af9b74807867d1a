/** QR codes that lead contacts to a channel. */
import { z } from 'zod';
import { LONGEST_QR_CODE_SECONDS, LONGEST_SCENE, QR_CODE_KINDS } from '../../domain/qr-code';
import { idParamsSchema, idSchema, listOf, nameSchema, pageQuerySchema, timeSchema } from '../common';
import { lineOf, messageTextSchema } from '../plain-text';
import type { RouteContract } from '../route-contract';

export const qrCodeSchema = z
  .strictObject({
    id: idSchema,
    channelId: idSchema,
    name: z.string(),
    scene: z.string(),
    kind: z.enum(QR_CODE_KINDS),
    url: z.string().meta({ description: 'The address that the picture encodes.' }),
    ticket: z.string().meta({ description: 'WeChat’s ticket for the code.' }),
    expiresInSeconds: z
      .int()
      .nullable()
      .meta({ description: 'The lifetime that was asked for; null: permanent.' }),
    expiresAt: timeSchema.nullable(),
    isExpired: z.boolean().meta({ description: 'Scans no longer reach the account; renew it.' }),
    greeting: z.string().nullable().meta({ description: 'null: the channel’s own greeting.' }),
    groupId: idSchema.nullable().meta({
      description: 'The group for conversations of contacts who scanned it last; null: the channel’s.',
    }),
    contactCount: z.int().meta({ description: 'Contacts whose first visit came from this code.' }),
    createdAt: timeSchema,
  })
  .meta({ id: 'QrCode' });

export type QrCodeBody = z.infer<typeof qrCodeSchema>;

const groupIdSchema = idSchema.nullable().meta({
  description:
    'A group of the channel’s brand, for conversations of contacts who scanned it last; null: the channel’s.',
});

const common = {
  name: nameSchema,
  scene: lineOf(1, LONGEST_SCENE),
  greeting: messageTextSchema
    .nullable()
    .optional()
    .meta({ description: 'Sent instead of the channel’s own greeting.' }),
  groupId: groupIdSchema.optional(),
};

const createQrCodeSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('temporary'),
      expiresInSeconds: z.int().min(1).max(LONGEST_QR_CODE_SECONDS),
      ...common,
    }),
    z.strictObject({ kind: z.literal('permanent'), ...common }),
  ])
  .meta({ id: 'NewQrCode' });

const changeQrCodeSchema = z
  .strictObject({ name: nameSchema, greeting: messageTextSchema.nullable(), groupId: groupIdSchema })
  .partial()
  .meta({ id: 'QrCodeChange' });

const tag = 'QR codes';
const administrator = { tag, access: 'administrator', scope: 'write', params: idParamsSchema } as const;
const operator = { tag, access: 'operator', params: idParamsSchema } as const;
const codeAnswer = { description: 'The QR code', schema: qrCodeSchema };
export const qrCodeRoutes = [
  {
    id: 'listQrCodes',
    method: 'get',
    path: '/api/v1/channels/{id}/qr-codes',
    summary: 'The QR codes of a channel, and how many contacts each has brought',
    ...operator,
    scope: 'read',
    query: pageQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: listOf('QrCodeList', qrCodeSchema) } },
  },
  {
    id: 'createQrCode',
    method: 'post',
    path: '/api/v1/channels/{id}/qr-codes',
    summary: 'Ask WeChat for a QR code with a scene',
    ...administrator,
    body: createQrCodeSchema,
    answers: { 201: codeAnswer },
    refusals: ['conflict', 'wechat_refused'],
  },
  {
    id: 'getQrCode',
    method: 'get',
    path: '/api/v1/qr-codes/{id}',
    summary: 'One QR code',
    ...operator,
    scope: 'read',
    answers: { 200: codeAnswer },
  },
  {
    id: 'changeQrCode',
    method: 'patch',
    path: '/api/v1/qr-codes/{id}',
    summary: 'Change the name, the greeting or the group of a QR code',
    ...administrator,
    body: changeQrCodeSchema,
    answers: { 200: codeAnswer },
  },
  {
    id: 'renewQrCode',
    method: 'post',
    path: '/api/v1/qr-codes/{id}/renew',
    summary: 'Renew a temporary code at WeChat: a new picture, the same scene',
    ...administrator,
    answers: { 200: codeAnswer },
    refusals: ['conflict', 'wechat_refused'],
  },
  {
    id: 'deleteQrCode',
    method: 'delete',
    path: '/api/v1/qr-codes/{id}',
    summary: 'Remove a QR code from the list; a permanent one stays valid at WeChat',
    ...administrator,
    answers: { 204: { description: 'Deleted' } },
  },
  {
    id: 'getQrCodePng',
    method: 'get',
    path: '/api/v1/qr-codes/{id}/picture.png',
    summary: 'The picture of a QR code, for use on screens',
    ...operator,
    scope: 'read',
    answers: { 200: { description: 'The picture', schema: z.string(), contentType: 'image/png' } },
  },
  {
    id: 'getQrCodeSvg',
    method: 'get',
    path: '/api/v1/qr-codes/{id}/picture.svg',
    summary: 'The picture of a QR code, for printing',
    ...operator,
    scope: 'read',
    answers: { 200: { description: 'The picture', schema: z.string(), contentType: 'image/svg+xml' } },
  },
] as const satisfies readonly RouteContract[];
