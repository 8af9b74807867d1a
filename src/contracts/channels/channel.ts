import { z } from 'zod';
import { CHANNEL_KINDS } from '../../domain/channel-kinds';
import { idParamsSchema, idSchema, listOf, nameSchema, pageQuerySchema, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';
import { channelAlarmListSchema, channelCheckSchema, channelHealthSchema } from './channel-health';
import { channelSettingsChangeSchema, channelSettingsSchema } from './channel-settings';

const encryptionSchema = z.enum(['plain', 'compatible', 'safe']);

const kindSchema = z.enum(CHANNEL_KINDS).meta({
  description:
    '`mini_program`: the customer service of a mini program. Chosen when the channel is added, and never changed.',
});

/** What else than messages a channel of its kind has. */
const channelFeaturesSchema = z
  .strictObject({
    kinds: z.array(z.string()).meta({
      description:
        'The kinds of messages that can be sent; the others are refused with `kind_not_supported`.',
    }),
    follow: z.boolean().meta({ description: 'People follow and unfollow it.' }),
    qrCodes: z.boolean().meta({ description: 'It has QR codes with a scene.' }),
    remark: z.boolean().meta({ description: 'WeChat keeps a remark about a contact.' }),
    menuMessages: z.boolean().meta({ description: 'Messages with items to tap (`msgmenu`).' }),
    profile: z.boolean().meta({ description: 'WeChat says something about a contact (`subscription`).' }),
  })
  .meta({ id: 'ChannelFeatures' });

const channelSchema = z
  .strictObject({
    id: idSchema,
    brandId: idSchema,
    name: z.string(),
    kind: kindSchema,
    features: channelFeaturesSchema,
    status: z.enum(['draft', 'live', 'disabled']),
    originalId: z.string().nullable().meta({ description: 'null only in a draft, like appId.' }),
    appId: z.string().nullable(),
    encryption: encryptionSchema,
    storedSecrets: z
      .strictObject({ appSecret: z.boolean(), token: z.boolean(), encodingAesKey: z.boolean() })
      .meta({ description: 'Which secrets are set. They are never shown.' }),
    settings: channelSettingsSchema,
    groupId: idSchema.nullable().meta({
      description: 'The group that its new conversations are for; null: all members of the brand.',
    }),
    ipAllowlistConfirmed: z.boolean(),
    verifiedAt: timeSchema.nullable(),
    createdAt: timeSchema,
  })
  .meta({ id: 'Channel' });

const accountFields = {
  originalId: z.string().regex(/^gh_[A-Za-z0-9_]{1,61}$/, 'must be gh_ followed by letters, digits or _'),
  appId: z.string().regex(/^wx[A-Za-z0-9]{16}$/, 'must be wx followed by 16 letters and digits'),
  appSecret: z.string().regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 visible ASCII characters'),
  token: z.string().regex(/^[A-Za-z0-9]{3,32}$/, 'must be 3 to 32 letters and digits'),
  encodingAesKey: z.string().regex(/^[A-Za-z0-9]{43}$/, 'must be 43 letters and digits'),
  encryption: encryptionSchema,
  settings: channelSettingsChangeSchema,
  ipAllowlistConfirmed: z.boolean(),
};

const createChannelSchema = z
  .strictObject({
    brandId: idSchema,
    name: nameSchema,
    kind: kindSchema.default('official_account'),
    ...z.strictObject(accountFields).partial().shape,
  })
  .meta({ id: 'NewChannel' });

const changeChannelSchema = z
  .strictObject({
    name: nameSchema,
    ...accountFields,
    status: z
      .enum(['live', 'disabled'])
      .meta({ description: '`disabled`: messages are stored but not answered.' }),
    groupId: idSchema.nullable().meta({
      description: 'A group of the channel’s brand that new conversations are for; null: all its members.',
    }),
  })
  .partial()
  .meta({ id: 'ChannelChange' });

const channelSetupSchema = z
  .strictObject({
    ipAddresses: z.array(z.string()).meta({ description: 'Paste these into WeChat’s IP allowlist.' }),
    ipAddressesNote: z.string(),
    webhookUrl: z.string(),
    verifiedAt: timeSchema.nullable(),
    steps: z.array(
      z.strictObject({
        name: z.enum(['ip_allowlist', 'account_details', 'webhook']),
        title: z.string(),
        done: z.boolean(),
        detail: z.string(),
      }),
    ),
    howContactsFindIt: z.string(),
  })
  .meta({ id: 'ChannelSetup' });

const generatedSecretsSchema = z
  .strictObject({ token: z.string(), encodingAesKey: z.string() })
  .meta({ id: 'GeneratedSecrets' });

export type ChannelBody = z.infer<typeof channelSchema>;
export type ChannelSetupBody = z.infer<typeof channelSetupSchema>;

const tag = 'Channels';
const administrator = { tag, access: 'administrator', scope: 'admin' } as const;
const channelAnswer = { description: 'The channel', schema: channelSchema };
export const channelRoutes = [
  {
    id: 'listChannels',
    method: 'get',
    path: '/api/v1/channels',
    summary: 'The channels of the brands that the caller may see',
    tag,
    access: 'operator',
    scope: 'read',
    query: pageQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: listOf('ChannelList', channelSchema) } },
  },
  {
    id: 'createChannel',
    method: 'post',
    path: '/api/v1/channels',
    summary: 'Add a channel: with only brandId and name it is a draft, with all fields it is complete',
    ...administrator,
    body: createChannelSchema,
    answers: { 201: channelAnswer },
  },
  {
    id: 'generateChannelSecrets',
    method: 'post',
    path: '/api/v1/channels/generate',
    summary: 'Fresh random values for token and EncodingAESKey; nothing is stored',
    ...administrator,
    answers: { 200: { description: 'The values', schema: generatedSecretsSchema } },
  },
  {
    id: 'listChannelAlarms',
    method: 'get',
    path: '/api/v1/channels/alarms',
    summary: 'Channels of the caller’s brands that WeChat refuses; their messages wait until that is fixed',
    tag,
    access: 'operator',
    scope: 'read',
    answers: {
      200: { description: 'The channel refused for longest first', schema: channelAlarmListSchema },
    },
  },
  {
    id: 'getChannel',
    method: 'get',
    path: '/api/v1/channels/{id}',
    summary: 'One channel, without its secrets',
    tag,
    access: 'operator',
    scope: 'read',
    params: idParamsSchema,
    answers: { 200: channelAnswer },
  },
  {
    id: 'changeChannel',
    method: 'patch',
    path: '/api/v1/channels/{id}',
    summary: 'Change account details or settings; open conversations get the new settings too',
    ...administrator,
    params: idParamsSchema,
    body: changeChannelSchema,
    answers: { 200: channelAnswer },
    refusals: ['conflict'],
  },
  {
    id: 'deleteChannel',
    method: 'delete',
    path: '/api/v1/channels/{id}',
    summary: 'Delete a channel: its secrets are erased, its transcripts stay',
    ...administrator,
    params: idParamsSchema,
    answers: { 204: { description: 'Deleted' } },
  },
  {
    id: 'endFormerSecrets',
    method: 'delete',
    path: '/api/v1/channels/{id}/former-secrets',
    summary: 'Stop accepting a token, key or mode that was replaced in the last 24 hours',
    ...administrator,
    params: idParamsSchema,
    answers: { 204: { description: 'Only the current ones are accepted' } },
  },
  {
    id: 'getChannelSetup',
    method: 'get',
    path: '/api/v1/channels/{id}/setup',
    summary: 'What to enter at WeChat, and how far the setup has got',
    ...administrator,
    params: idParamsSchema,
    answers: { 200: { description: 'The setup', schema: channelSetupSchema } },
  },
  {
    id: 'checkChannel',
    method: 'post',
    path: '/api/v1/channels/{id}/check',
    summary: 'Ask WeChat whether the account details work, without changing or sending anything',
    ...administrator,
    params: idParamsSchema,
    answers: { 200: { description: 'What is right and what is wrong', schema: channelCheckSchema } },
  },
  {
    id: 'getChannelHealth',
    method: 'get',
    path: '/api/v1/channels/{id}/health',
    summary: 'The health of the channel: last message, last send, last error, token, share of failed sends',
    ...administrator,
    params: idParamsSchema,
    answers: { 200: { description: 'The health', schema: channelHealthSchema } },
  },
] as const satisfies readonly RouteContract[];
