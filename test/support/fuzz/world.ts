/** Something of everything that the API has, for requests that shall reach more than “not found”. */
import { newId } from '../../../src/platform/ids';
import { ADMIN_EMAIL, ADMIN_PASSWORD } from '../administration-app';
import type { ConversationApp } from '../conversation-app';

export type Caller = 'administrator' | 'member' | 'stranger' | 'nobody';

export type World = {
  /** Values that exist, by the name of the field that takes them: `brandId`, `email`. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly tokens: Readonly<Record<Caller, string | null>>;
};

/** What stands before `{id}` in a path, and the name of the field that has such ids elsewhere. */
const ID_AFTER: Readonly<Record<string, string>> = {
  brands: 'brandId',
  channels: 'channelId',
  contacts: 'contactId',
  conversations: 'conversationId',
  operators: 'operatorId',
  groups: 'groupId',
  bots: 'botId',
  macros: 'macroId',
  attachments: 'attachmentId',
  webhooks: 'webhookId',
  'qr-codes': 'qrCodeId',
  'canned-replies': 'cannedReplyId',
  tokens: 'tokenId',
  'rejected-deliveries': 'rejectedId',
};

/** The name of the values for a parameter of a path, e.g. `brandId` for the `{id}` of `/api/v1/brands/{id}/hours`. */
export function nameOfParam(path: string, param: string): string {
  const before = new RegExp(`([\\w-]+)/\\{${param}\\}`).exec(path)?.[1] ?? '';
  return param === 'id' ? (ID_AFTER[before] ?? param) : param;
}

/** Empties the app and makes a new world. */
async function makeFuzzWorld(app: ConversationApp): Promise<World> {
  await app.reset();
  const made = async (path: string, body: object): Promise<string> =>
    (await app.call('POST', `/api/v1/${path}`, body)).body?.id ?? 'none';
  const [{ brandId, channelId }, mini, other] = [
    await app.channel(),
    await app.channel('mini_program'),
    await app.channel(),
  ];
  const picture = { type: 'image', mediaId: 'media-1', pictureUrl: null } as const;
  const written = await app.receive(channelId, '你好', `o-${newId()}`);
  const sent = await app.receive(channelId, picture, `o-${newId()}`);
  const foreign = await app.receive(other.channelId, '您好', `o-${newId()}`);
  await app.receive(mini.channelId, '您好', `o-${newId()}`);
  await app.host.idle();
  const [member, stranger] = [await app.operator([brandId]), await app.operator([other.brandId])];
  const rules = [{ id: 'all', when: { any: true }, reply: [{ type: 'text', text: '您好' }], then: 'stay' }];
  const webhookId = await made('webhooks', { url: 'http://127.0.0.1:9/hook', events: ['message.received'] });
  await app.rejected.keep(channelId, {
    reason: 'malformed',
    body: Buffer.from('<xml>'),
    isOpened: true,
    query: { openid: null, isEncrypted: false },
  });
  const { body: rejected } = await app.call('GET', '/api/v1/rejected-deliveries');
  const administrator = await app.deps.operators.firstAdministrator();
  const own = await app.deps.apiTokens.create({ operatorId: administrator?.id ?? '', name: 'fuzz' });
  const spare = await app.deps.apiTokens.create({ operatorId: member.id, name: 'spare' });
  const attachment = (await app.transcript.message(sent.messageId))?.attachment?.id ?? 'none';
  return {
    values: {
      brandId: [brandId, other.brandId],
      brandIds: [brandId],
      channelId: [channelId, mini.channelId, other.channelId],
      contactId: [written.contactId, sent.contactId, foreign.contactId],
      conversationId: [written.conversationId, sent.conversationId, foreign.conversationId],
      messageId: [written.messageId, sent.messageId],
      operatorId: [member.id, stranger.id, administrator?.id ?? 'none'],
      groupId: [await made('groups', { brandId, name: 'Sales' })],
      botId: [await made('bots', { brandId, name: 'Rules', kind: 'rules', rules })],
      macroId: [
        await made('macros', {
          name: 'Bye',
          isShared: true,
          brandId,
          steps: [{ type: 'note', text: 'VIP' }],
        }),
      ],
      attachmentId: [attachment],
      webhookId: [webhookId],
      deliveryId: [await made(`webhooks/${webhookId}/test`, {})],
      qrCodeId: [
        await made(`channels/${channelId}/qr-codes`, { kind: 'permanent', name: 'Door', scene: 'door' }),
      ],
      cannedReplyId: [await made('canned-replies', { shortcut: 'hi', text: '您好', brandId })],
      tokenId: [spare.token.id],
      rejectedId: [rejected.items[0]?.id ?? 'none'],
      tag: ['VIP', 'tea'],
      email: [ADMIN_EMAIL, member.email],
      password: [ADMIN_PASSWORD],
      currentPassword: [ADMIN_PASSWORD],
      timeZone: ['Asia/Shanghai', 'Europe/Berlin'],
    },
    tokens: { administrator: own.secret, member: member.token, stranger: stranger.token, nobody: null },
  };
}

export type Worlds = {
  /** Makes a world if there is none, or if this one has had its tries. */
  prepare(): Promise<void>;
  /** Throws before `prepare()`. */
  current(): World;
  /** The next try has another world. */
  leave(): void;
};

/** One world after the other, each for so many tries: what they leave behind would make the next ones slow. */
export function createWorlds(app: ConversationApp, triesInAWorld: number): Worlds {
  let made = 0;
  let world: World | undefined;
  return {
    async prepare() {
      if (world === undefined || made % triesInAWorld === 0) world = await makeFuzzWorld(app);
      made += 1;
    },
    current() {
      if (world === undefined) throw new Error('no world was prepared');
      return world;
    },
    leave() {
      world = undefined;
    },
  };
}
