/**
 * Who may call what. Every route of the OpenAPI document stands in the table below with its answer to five callers; a
 * route that does not fails the test.
 */
import { sql } from 'drizzle-orm';
import type { RouteContract } from '../../src/contracts/route-contract';
import { TOKEN_SCOPES, type TokenScope } from '../../src/domain/token-scopes';
import { newId } from '../../src/platform/ids';
import { ADMIN_EMAIL, ADMIN_PASSWORD, type Answer, type CallOptions } from '../support/administration-app';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { ROUTES } from '../support/route-contracts';

const CALLERS = ['nobody', 'stranger', 'member', 'administrator', 'reader'] as const;
/** No one; an operator of another brand; one of this brand; an administrator; their read-only token. */
type Caller = (typeof CALLERS)[number];

/** One brand with an open conversation, and all callers. */
type World = {
  readonly brandId: string;
  readonly channelId: string;
  readonly contactId: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly attachmentId: string;
  readonly qrCodeId: string;
  readonly cannedReplyId: string;
  readonly macroId: string;
  readonly botId: string;
  readonly webhookId: string;
  readonly deliveryId: string;
  readonly rejectedId: string;
  readonly groupId: string;
  readonly memberId: string;
  readonly tokenId: string;
  readonly invitedId: string;
  readonly tokens: Readonly<Record<Caller, string | null>>;
  readonly ids: Readonly<Record<Caller, string>>;
};

type Rule = {
  /** The status for each of the callers, in their order. */
  readonly answers: readonly [number, number, number, number, number];
  /** The query, after the path's question mark. */
  readonly query?: string;
  /** The values for `{id}` and others in the path. */
  readonly params?: (world: World) => Readonly<Record<string, string>>;
  readonly body?: (world: World, caller: Caller) => object;
  /** What has to have happened before. */
  readonly before?: (world: World, caller: Caller) => Promise<unknown>;
};

const anybody = (status: number): Rule['answers'] => [status, status, status, status, status];
const signedIn = (status: number): Rule['answers'] => [401, status, status, status, status];
const signedInToWrite = (status: number): Rule['answers'] => [401, status, status, status, 403];
const members = (status: number): Rule['answers'] => [401, 404, status, status, status];
const membersToWrite = (status: number): Rule['answers'] => [401, 404, status, status, 403];
/** Their read-only token does not have the scope `admin`. */
const administrators = (status: number): Rule['answers'] => [401, 403, 403, status, 403];

const brand = ({ brandId: id }: World) => ({ id });
const channel = ({ channelId: id }: World) => ({ id });
const contact = ({ contactId: id }: World) => ({ id });
const qrCode = ({ qrCodeId: id }: World) => ({ id });
const cannedReply = ({ cannedReplyId: id }: World) => ({ id });
const macro = ({ macroId: id }: World) => ({ id });
const bot = ({ botId: id }: World) => ({ id });
const webhook = ({ webhookId: id }: World) => ({ id });
// Nothing listens there.
const HOOK = { url: 'http://127.0.0.1:9/hook', events: ['message.received'] };
const RULE = { id: 'all', when: { any: true }, reply: [{ type: 'text', text: '您好' }], then: 'stay' };
const rejected = ({ rejectedId: id }: World) => ({ id });
const group = ({ groupId: id }: World) => ({ id });
const conversation = ({ conversationId: id }: World) => ({ id });
const attachment = ({ attachmentId: id }: World) => ({ id });
const message = ({ conversationId: id, messageId }: World) => ({ id, messageId });

/** The caller attends, if they may. */
const attended = async ({ conversationId, contactId, tokens }: World, caller: Caller) => {
  await app.call('POST', `/api/v1/conversations/${conversationId}/attend`, {}, { token: tokens[caller] });
  await app.host.idle();
  return contactId;
};

const RULES: Readonly<Record<string, Rule>> = {
  'post /api/v1/login': {
    answers: anybody(200),
    body: () => ({ email: ADMIN_EMAIL, password: ADMIN_PASSWORD }),
  },
  'post /api/v1/logout': { answers: signedInToWrite(204) },
  'get /api/v1/me': { answers: signedIn(200) },
  'post /api/v1/me/sessions/revoke': { answers: signedInToWrite(204) },
  'post /api/v1/me/password': {
    answers: signedInToWrite(400),
    body: () => ({ currentPassword: 'not the one', newPassword: 'another long password' }),
  },
  'get /api/v1/sign-in': { answers: anybody(200) },
  // There is no provider here; test/api/single-sign-on.ci.soak.ts has one.
  'post /api/v1/sign-in/oidc': { answers: anybody(404) },
  'post /api/v1/sign-in/oidc/finish': { answers: anybody(404), body: () => ({ query: 'code=none' }) },
  'get /api/v1/me/two-factor': { answers: signedIn(200) },
  // These operators have no password.
  'post /api/v1/me/two-factor': {
    answers: signedInToWrite(409),
    body: () => ({ currentPassword: 'not the one' }),
  },
  'post /api/v1/me/two-factor/confirm': { answers: signedInToWrite(400), body: () => ({ code: '000000' }) },
  'post /api/v1/me/two-factor/recovery-codes': {
    answers: signedInToWrite(409),
    body: () => ({ currentPassword: 'not the one', code: '000000' }),
  },
  'post /api/v1/me/two-factor/off': {
    answers: signedInToWrite(409),
    body: () => ({ currentPassword: 'not the one', code: '000000' }),
  },
  'get /api/v1/sign-in-policy': { answers: administrators(200) },
  'put /api/v1/sign-in-policy': {
    answers: administrators(200),
    body: () => ({ twoFactorRoles: [] }),
  },
  'delete /api/v1/operators/{id}/two-factor': {
    answers: administrators(404),
    params: ({ memberId: id }) => ({ id }),
  },
  'delete /api/v1/operators/{id}/identity': {
    answers: administrators(404),
    params: ({ memberId: id }) => ({ id }),
  },
  'get /api/v1/tokens': { answers: signedIn(200) },
  'post /api/v1/tokens': { answers: administrators(201), body: () => ({ name: 'CRM' }) },
  'delete /api/v1/tokens/{id}': {
    answers: administrators(204),
    params: ({ tokenId: id }) => ({ id }),
  },
  'get /api/v1/operators': { answers: administrators(200) },
  'post /api/v1/operators': {
    answers: administrators(201),
    body: () => ({ name: 'Wang', email: `${newId()}@example.com` }),
  },
  'patch /api/v1/operators/{id}': {
    answers: administrators(200),
    params: ({ memberId: id }) => ({ id }),
    body: () => ({ name: 'Wang' }),
  },
  'post /api/v1/operators/{id}/invitation': {
    answers: administrators(201),
    params: ({ invitedId: id }) => ({ id }),
  },
  'post /api/v1/invitations/view': { answers: anybody(404), body: () => ({ token: 'none' }) },
  'post /api/v1/invitations/accept': {
    answers: anybody(404),
    body: () => ({ token: 'none', password: 'another long password' }),
  },
  'get /api/v1/brands': { answers: signedIn(200) },
  'post /api/v1/brands': { answers: administrators(201), body: () => ({ name: 'Tea' }) },
  'patch /api/v1/brands/{id}': {
    answers: administrators(200),
    params: brand,
    body: () => ({ name: 'Coffee' }),
  },
  'get /api/v1/brands/{id}/operators': { answers: members(200), params: brand },
  'get /api/v1/brands/{id}/routing': { answers: members(200), params: brand },
  'patch /api/v1/brands/{id}/routing': {
    answers: administrators(200),
    params: brand,
    body: () => ({ mode: 'offer' }),
  },
  'get /api/v1/groups': { answers: signedIn(200) },
  'post /api/v1/groups': {
    answers: administrators(201),
    body: ({ brandId }) => ({ brandId, name: newId() }),
  },
  'get /api/v1/groups/{id}': { answers: members(200), params: group },
  'patch /api/v1/groups/{id}': {
    answers: administrators(200),
    params: group,
    body: () => ({ name: 'Care' }),
  },
  'delete /api/v1/groups/{id}': { answers: administrators(204), params: group },
  'get /api/v1/me/availability': { answers: signedIn(200) },
  'put /api/v1/me/availability': { answers: signedInToWrite(200), body: () => ({ status: 'away' }) },
  'get /api/v1/availability': { answers: signedIn(200) },
  'get /api/v1/queue': { answers: signedIn(200) },
  'get /api/v1/brands/{id}/hours': { answers: members(200), params: brand },
  'put /api/v1/brands/{id}/hours': {
    answers: administrators(200),
    params: brand,
    body: () => ({ timeZone: 'Asia/Shanghai', weekly: {} }),
  },
  'get /api/v1/brands/{id}/hours/next': { answers: members(200), params: brand },
  'get /api/v1/channels': { answers: signedIn(200) },
  'post /api/v1/channels': {
    answers: administrators(201),
    body: ({ brandId }) => ({ brandId, name: 'Tea house' }),
  },
  'post /api/v1/channels/generate': { answers: administrators(200) },
  'get /api/v1/channels/alarms': { answers: signedIn(200) },
  'get /api/v1/channels/{id}': { answers: members(200), params: channel },
  'patch /api/v1/channels/{id}': {
    answers: administrators(200),
    params: channel,
    body: () => ({ name: 'Coffee house' }),
  },
  'delete /api/v1/channels/{id}': { answers: administrators(204), params: channel },
  'delete /api/v1/channels/{id}/former-secrets': { answers: administrators(204), params: channel },
  'get /api/v1/channels/{id}/hours': { answers: members(200), params: channel },
  'put /api/v1/channels/{id}/hours': {
    answers: administrators(200),
    params: channel,
    body: () => ({ timeZone: 'Asia/Shanghai', weekly: {} }),
  },
  'delete /api/v1/channels/{id}/hours': { answers: administrators(204), params: channel },
  'get /api/v1/channels/{id}/hours/next': { answers: members(200), params: channel },
  'get /api/v1/channels/{id}/setup': { answers: administrators(200), params: channel },
  'post /api/v1/channels/{id}/check': { answers: administrators(200), params: channel },
  'get /api/v1/channels/{id}/health': { answers: administrators(200), params: channel },
  'get /api/v1/audit': { answers: administrators(200) },
  'get /api/v1/reports/summary': { answers: signedIn(200) },
  'get /api/v1/reports/heatmap': { answers: signedIn(200) },
  'get /api/v1/reports/reach': { answers: signedIn(200) },
  'get /api/v1/reports/conversations': { answers: signedIn(200), query: '?figure=started' },
  'get /api/v1/reports/operators': { answers: administrators(200) },
  'get /api/v1/reports/losses': { answers: administrators(200) },
  'get /healthz': { answers: anybody(200) },
  'get /readyz': { answers: anybody(200) },
  'get /readyz/webhooks': { answers: anybody(200) },
  'get /metrics': { answers: anybody(200) },
  'get /openapi.json': { answers: anybody(200) },
  'get /docs': { answers: anybody(200) },
  'get /api/v1/conversations': { answers: signedIn(200) },
  'get /api/v1/conversations/counts': { answers: signedIn(200) },
  'get /api/v1/conversations/{id}': { answers: members(200), params: conversation },
  'patch /api/v1/conversations/{id}': {
    answers: membersToWrite(200),
    params: conversation,
    body: () => ({ priority: 'high' }),
  },
  'put /api/v1/conversations/{id}/seen': {
    answers: membersToWrite(204),
    params: conversation,
    body: () => ({ seq: 1 }),
  },
  'post /api/v1/conversations/bulk': {
    answers: signedInToWrite(200),
    body: ({ conversationId }) => ({ ids: [conversationId], action: 'priority', priority: 'high' }),
  },
  'post /api/v1/conversations/{id}/attend': { answers: membersToWrite(200), params: conversation },
  'post /api/v1/conversations/{id}/transfer': {
    answers: membersToWrite(200),
    params: conversation,
    body: ({ memberId: operatorId }) => ({ operatorId }),
    before: attended,
  },
  // It is offered to nobody.
  'post /api/v1/conversations/{id}/decline': { answers: membersToWrite(409), params: conversation },
  'post /api/v1/conversations/{id}/complete': {
    answers: membersToWrite(200),
    params: conversation,
    before: attended,
  },
  // No bot took part in it.
  'post /api/v1/conversations/{id}/handback': {
    answers: membersToWrite(409),
    params: conversation,
    before: attended,
  },
  'post /api/v1/conversations/{id}/rating-request': {
    answers: membersToWrite(200),
    params: conversation,
    before: attended,
  },
  'post /api/v1/conversations/{id}/reopen': {
    answers: membersToWrite(201),
    params: conversation,
    before: async (world, caller) => {
      await attended(world, caller);
      const path = `/api/v1/conversations/${world.conversationId}/complete`;
      await app.call('POST', path, {}, { token: world.tokens[caller] });
      await app.host.idle();
    },
  },
  'post /api/v1/conversations/{id}/snooze': {
    answers: membersToWrite(200),
    params: conversation,
    body: () => ({ untilReply: true }),
    before: attended,
  },
  'delete /api/v1/conversations/{id}/snooze': {
    answers: membersToWrite(200),
    params: conversation,
    before: attended,
  },
  'get /api/v1/conversations/{id}/messages': { answers: members(200), params: conversation },
  'get /api/v1/conversations/{id}/transcript': { answers: members(200), params: conversation },
  'post /api/v1/conversations/{id}/messages': {
    answers: membersToWrite(201),
    params: conversation,
    body: () => ({ type: 'text', text: '您好' }),
  },
  // What the contact wrote can neither be cancelled nor resolved.
  'delete /api/v1/conversations/{id}/messages/{messageId}': { answers: membersToWrite(409), params: message },
  'post /api/v1/conversations/{id}/messages/{messageId}/resolve': {
    answers: membersToWrite(409),
    params: message,
    body: () => ({ as: 'sent' }),
  },
  'post /api/v1/conversations/{id}/typing': {
    answers: membersToWrite(204),
    params: conversation,
    before: attended,
  },
  'post /api/v1/conversations/{id}/notes': {
    answers: membersToWrite(201),
    params: conversation,
    body: () => ({ text: 'VIP' }),
  },
  'get /api/v1/conversations/{id}/draft': { answers: members(200), params: conversation },
  'put /api/v1/conversations/{id}/draft': {
    answers: membersToWrite(200),
    params: conversation,
    body: () => ({ text: '您好' }),
  },
  'delete /api/v1/conversations/{id}/draft': { answers: membersToWrite(204), params: conversation },
  // A form without a file.
  'post /api/v1/attachments': { answers: [401, 415, 415, 415, 403] },
  // The contact's picture is still to be fetched.
  'get /api/v1/attachments/{id}': { answers: members(409), params: attachment },
  'get /api/v1/attachments/{id}/info': { answers: members(200), params: attachment },
  'post /api/v1/attachments/{id}/fetch': { answers: membersToWrite(202), params: attachment },
  'post /api/v1/conversations/{id}/presence': {
    answers: membersToWrite(200),
    params: conversation,
    body: () => ({ state: 'viewing' }),
  },
  'get /api/v1/alerts': { answers: signedIn(200) },
  'put /api/v1/alerts/seen': { answers: signedInToWrite(204), body: () => ({ upTo: '1' }) },
  'get /api/v1/me/push-key': { answers: signedIn(200) },
  'post /api/v1/me/push-subscriptions': {
    answers: signedInToWrite(201),
    body: () => ({
      endpoint: 'https://push.example.com/1',
      keys: { p256dh: 'B'.repeat(87), auth: 'A'.repeat(22) },
    }),
  },
  'delete /api/v1/me/push-subscriptions': {
    answers: signedInToWrite(204),
    body: () => ({ endpoint: 'https://push.example.com/1' }),
  },
  'get /api/v1/canned-replies': { answers: signedIn(200) },
  // Shared by a brand that a stranger is no member of.
  'post /api/v1/canned-replies': {
    answers: [401, 400, 201, 201, 403],
    body: ({ brandId }) => ({ shortcut: newId().slice(-32), text: '您好', brandId }),
  },
  'patch /api/v1/canned-replies/{id}': {
    answers: membersToWrite(200),
    params: cannedReply,
    body: () => ({ text: '您好！' }),
  },
  'delete /api/v1/canned-replies/{id}': { answers: membersToWrite(204), params: cannedReply },
  'post /api/v1/canned-replies/{id}/render': {
    answers: membersToWrite(200),
    params: cannedReply,
    body: ({ conversationId }) => ({ conversationId }),
  },
  'get /api/v1/bots': { answers: administrators(200) },
  'post /api/v1/bots': {
    answers: administrators(201),
    body: ({ brandId }) => ({ brandId, name: 'Tea', kind: 'rules', rules: [RULE] }),
  },
  'get /api/v1/bots/{id}': { answers: administrators(200), params: bot },
  'patch /api/v1/bots/{id}': {
    answers: administrators(200),
    params: bot,
    body: () => ({ name: 'Tea' }),
  },
  'delete /api/v1/bots/{id}': { answers: administrators(204), params: bot },
  'post /api/v1/bots/{id}/try': {
    answers: administrators(200),
    params: bot,
    body: () => ({ text: '你好' }),
  },
  // Only whoever has the token in the address.
  'post /api/v1/bots/replies/{token}': {
    answers: anybody(401),
    params: () => ({ token: 'made-up' }),
    body: () => ({ end: true }),
  },
  'post /api/v1/bots/callbacks/{requestId}': {
    answers: anybody(401),
    params: () => ({ requestId: 'made-up' }),
    body: () => ({ action: 'end' }),
  },
  // Made of rules, which need no keys.
  'post /api/v1/bots/{id}/keys': { answers: administrators(409), params: bot },
  'get /api/v1/webhooks': { answers: administrators(200) },
  'post /api/v1/webhooks': { answers: administrators(201), body: () => HOOK },
  'get /api/v1/webhooks/{id}': { answers: administrators(200), params: webhook },
  'patch /api/v1/webhooks/{id}': {
    answers: administrators(200),
    params: webhook,
    body: () => ({ isEnabled: false }),
  },
  'delete /api/v1/webhooks/{id}': { answers: administrators(204), params: webhook },
  'post /api/v1/webhooks/{id}/rotate': {
    answers: administrators(200),
    params: webhook,
    body: () => ({ graceHours: 1 }),
  },
  // Of the native format, which has no keys.
  'post /api/v1/webhooks/{id}/keys': { answers: administrators(409), params: webhook },
  'post /api/v1/webhooks/{id}/test': { answers: administrators(200), params: webhook },
  'post /api/v1/webhooks/{id}/replay': {
    answers: administrators(202),
    params: webhook,
    body: () => ({ since: '2026-11-22T08:00:00.000Z' }),
  },
  'get /api/v1/webhooks/{id}/deliveries': { answers: administrators(200), params: webhook },
  'post /api/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver': {
    answers: administrators(202),
    params: ({ webhookId: id, deliveryId }) => ({ id, deliveryId }),
  },
  'get /api/v1/macros': { answers: signedIn(200) },
  // Shared by a brand that a stranger is no member of.
  'post /api/v1/macros': {
    answers: [401, 400, 201, 201, 403],
    body: ({ brandId }) => ({ name: 'Bye', isShared: true, brandId, steps: [{ type: 'complete' }] }),
  },
  'get /api/v1/macros/{id}': { answers: members(200), params: macro },
  'patch /api/v1/macros/{id}': {
    answers: membersToWrite(200),
    params: macro,
    body: () => ({ name: 'Goodbye' }),
  },
  'delete /api/v1/macros/{id}': { answers: membersToWrite(204), params: macro },
  'post /api/v1/conversations/{id}/macro': {
    answers: membersToWrite(200),
    params: conversation,
    body: ({ macroId }) => ({ macroId }),
  },
  'get /api/v1/contacts': { answers: signedIn(200) },
  'get /api/v1/contacts/{id}': { answers: members(200), params: contact },
  'get /api/v1/contacts/{id}/timeline': { answers: members(200), params: contact },
  'patch /api/v1/contacts/{id}': {
    answers: membersToWrite(200),
    params: contact,
    body: () => ({ tags: ['VIP'] }),
  },
  'post /api/v1/contacts/{id}/block': {
    answers: membersToWrite(200),
    params: contact,
    body: () => ({ reason: 'spam' }),
  },
  'post /api/v1/contacts/{id}/erase': {
    answers: administrators(202),
    params: contact,
    body: () => ({ reason: 'asked' }),
  },
  'get /api/v1/contacts/{id}/export': { answers: administrators(200), params: contact },
  'get /api/v1/export': { answers: administrators(200) },
  // There is no such brand, no file, and no such channel.
  'post /api/v1/import/canned-replies': { answers: administrators(404), query: '?brandId=none' },
  'post /api/v1/import/operators': { answers: administrators(400) },
  'post /api/v1/import/tags': { answers: administrators(404), query: '?channelId=none' },
  'post /api/v1/retention/run': { answers: administrators(200), body: () => ({ dryRun: true }) },
  'post /api/v1/contacts/{id}/unblock': { answers: membersToWrite(200), params: contact },
  'get /api/v1/tags': { answers: signedIn(200) },
  'patch /api/v1/tags/{tag}': {
    answers: administrators(200),
    params: () => ({ tag: 'tea' }),
    body: () => ({ tag: 'coffee' }),
  },
  'delete /api/v1/tags/{tag}': { answers: administrators(200), params: () => ({ tag: 'tea' }) },
  'get /api/v1/brands/{id}/tags': { answers: members(200), params: brand },
  'get /api/v1/channels/{id}/qr-codes': { answers: members(200), params: channel },
  'post /api/v1/channels/{id}/qr-codes': {
    answers: administrators(201),
    params: channel,
    body: () => ({ kind: 'permanent', name: 'Door', scene: 'door' }),
  },
  'get /api/v1/qr-codes/{id}': { answers: members(200), params: qrCode },
  'patch /api/v1/qr-codes/{id}': {
    answers: administrators(200),
    params: qrCode,
    body: () => ({ name: 'Window' }),
  },
  'post /api/v1/qr-codes/{id}/renew': { answers: administrators(200), params: qrCode },
  'delete /api/v1/qr-codes/{id}': { answers: administrators(204), params: qrCode },
  'get /api/v1/qr-codes/{id}/picture.png': { answers: members(200), params: qrCode },
  'get /api/v1/qr-codes/{id}/picture.svg': { answers: members(200), params: qrCode },
  'get /api/v1/rejected-deliveries': { answers: administrators(200) },
  // Nothing was put right since.
  'post /api/v1/rejected-deliveries/{id}/retry': { answers: administrators(409), params: rejected },
  'delete /api/v1/rejected-deliveries/{id}': { answers: administrators(204), params: rejected },
  'get /api/v1/events': { answers: signedIn(200) },
  'post /api/v1/demo/messages': {
    answers: administrators(201),
    body: () => ({ text: '你好', reply: '您好', openId: 'oDemo' }),
  },
  'post /api/v1/demo/sign-in': {
    answers: anybody(200),
    before: async () => {
      demoCode = await app.demoCode();
    },
    body: () => ({ code: demoCode }),
  },
  'get /api/v1/demo/phone': { answers: administrators(200) },
  'get /api/v1/demo/phone/events': { answers: administrators(200) },
  'get /api/v1/demo/phone/entries': {
    answers: administrators(200),
    query: '?openId=oDemo',
  },
  'get /api/v1/demo/phone/media': {
    answers: administrators(404),
    query: '?mediaId=none',
  },
  'post /api/v1/demo/phone/contacts': { answers: administrators(201) },
  'post /api/v1/demo/phone/messages': {
    answers: administrators(201),
    body: () => ({ openId: 'oDemo', message: { type: 'text', text: '你好' } }),
  },
  'post /api/v1/demo/phone/actions': {
    answers: administrators(201),
    body: () => ({ openId: 'oDemo', action: { type: 'follow' } }),
  },
  'post /api/v1/demo/troubles': { answers: administrators(201), body: () => ({ kind: 'silence' }) },
  'delete /api/v1/demo/troubles': { answers: administrators(200) },
  // The channel has an account, which is kept.
  'post /api/v1/demo/channels/{id}/account': { answers: administrators(409), params: channel },
  'post /api/v1/demo/conversations/{id}/fast-forward': {
    answers: administrators(200),
    params: conversation,
    body: () => ({ seconds: 60 }),
  },
};

const keyOf = ({ method, path }: Pick<RouteContract, 'method' | 'path'>) => `${method} ${path}`;
const eachOf = (routes: readonly RouteContract[]) =>
  routes.map((route): [string, RouteContract] => [keyOf(route), route]);
const changes = (route: RouteContract) => route.method !== 'get';

let app: ConversationApp;
/** Of the last link that was made: each works once. */
let demoCode = '';
beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
afterAll(() => app.close());

/** What was refused, or changes nothing, leaves a world as it was for the next test. */
let unchanged: World | null = null;
let latest: World | null = null;
async function unchangedWorld(): Promise<World> {
  unchanged ??= await makeWorld();
  latest = unchanged;
  return unchanged;
}

/** The last world, in whatever state it is: for calls whose answer does not depend on it. */
async function someWorld(): Promise<World> {
  latest ??= await unchangedWorld();
  return latest;
}

/** The status for a caller in a world, which is no longer unchanged after that if anything may have happened. */
async function statusIn(world: World, route: RouteContract, caller: Caller, token?: string): Promise<number> {
  const { before } = ruleOf(route);
  await before?.(world, caller);
  const { status } = await request(route, world, caller, token === undefined ? {} : { token });
  if (before !== undefined || (changes(route) && status < 400)) unchanged = null;
  return status;
}

/**
 * The status for a caller who is allowed this. Making a world takes longer than the call, so the last one is used, even
 * if it has changed; only if it did not answer as the table says, a new one decides.
 */
async function statusAnywhere(
  route: RouteContract,
  caller: Caller,
  tokenIn?: (world: World) => Promise<string>,
): Promise<number> {
  const status = async (world: World) => statusIn(world, route, caller, await tokenIn?.(world));
  const inLast = await status(await someWorld());
  if (inLast === ruleOf(route).answers[CALLERS.indexOf(caller)]) return inLast;
  unchanged = null;
  return status(await unchangedWorld());
}

async function makeWorld(): Promise<World> {
  const [{ brandId, channelId }, other] = await Promise.all([app.channel(), app.channel()]);
  const picture = { type: 'image', mediaId: 'media-1', pictureUrl: null } as const;
  const code = { kind: 'temporary', expiresInSeconds: 60, name: 'Table', scene: 'table' };
  const shared = { shortcut: 'hello', text: '您好', brandId };
  const noted = { name: 'VIP', isShared: true, brandId, steps: [{ type: 'note', text: 'VIP' }] };
  const [
    { contactId, conversationId, messageId },
    pictureMessage,
    madeCode,
    madeReply,
    madeMacro,
    madeBot,
    madeWebhook,
    madeGroup,
    rejectedId,
  ] = await Promise.all([
    app.receive(channelId, '你好', `o-${newId()}`),
    app.receive(channelId, picture, `o-${newId()}`).then(({ messageId: id }) => app.transcript.message(id)),
    app.call('POST', `/api/v1/channels/${channelId}/qr-codes`, code),
    app.call('POST', '/api/v1/canned-replies', shared),
    app.call('POST', '/api/v1/macros', noted),
    app.call('POST', '/api/v1/bots', { brandId, name: 'Rules', kind: 'rules', rules: [RULE] }),
    app.call('POST', '/api/v1/webhooks', HOOK),
    app.call('POST', '/api/v1/groups', { brandId, name: 'Sales' }),
    makeRejected(channelId),
  ]);
  const [member, stranger, administrator, invited] = await Promise.all([
    makeOperator('operator', [brandId]),
    makeOperator('operator', [other.brandId]),
    makeOperator('administrator', []),
    makeOperator('operator', []),
  ]);
  const tried = await app.call('POST', `/api/v1/webhooks/${madeWebhook.body.id}/test`);
  const [reading, spare] = await Promise.all([
    app.deps.apiTokens.create({ operatorId: administrator.id, name: 'r', scopes: ['read'] }),
    app.deps.apiTokens.create({ operatorId: member.id, name: 'spare' }),
  ]);
  return {
    brandId,
    channelId,
    contactId,
    conversationId,
    messageId,
    attachmentId: pictureMessage?.attachment?.id ?? '',
    qrCodeId: madeCode.body.id,
    cannedReplyId: madeReply.body.id,
    macroId: madeMacro.body.id,
    botId: madeBot.body.id,
    webhookId: madeWebhook.body.id,
    deliveryId: tried.body.id,
    groupId: madeGroup.body.id,
    rejectedId,
    memberId: member.id,
    invitedId: invited.id,
    tokenId: spare.token.id,
    tokens: {
      nobody: null,
      stranger: stranger.token,
      member: member.token,
      administrator: administrator.token,
      reader: reading.secret,
    },
    ids: {
      nobody: '',
      stranger: stranger.id,
      member: member.id,
      administrator: administrator.id,
      reader: administrator.id,
    },
  };
}

async function makeRejected(channelId: string): Promise<string> {
  await app.rejected.keep(channelId, {
    reason: 'malformed',
    body: Buffer.from('<xml>'),
    isOpened: true,
    query: { openid: null, isEncrypted: false },
  });
  const { body } = await app.call('GET', `/api/v1/rejected-deliveries?channelId=${channelId}`);
  return body.items[0]?.id ?? '';
}

async function makeOperator(role: 'operator' | 'administrator', brandIds: readonly string[]) {
  const email = `${newId()}@example.com`;
  const made = await app.deps.operators.create({ name: 'Li', email, role, brandIds, passwordHash: null });
  if ('refusal' in made) throw new Error(made.refusal);
  const { id } = made.operator;
  const { secret } = await app.deps.apiTokens.create({ operatorId: id, name: 'test' });
  return { id, token: secret };
}

function ruleOf(route: RouteContract): Rule {
  const rule = RULES[keyOf(route)];
  if (rule === undefined) throw new Error(`${keyOf(route)} has no rule in this table.`);
  return rule;
}

function pathOf({ path }: RouteContract, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? 'none');
}

type Sent = CallOptions & { readonly params?: Readonly<Record<string, string>>; readonly body?: unknown };

/** Calls a route as its rule says; `sent` replaces parts of that. An event stream is cut after its head. */
async function request(route: RouteContract, world: World, caller: Caller, sent: Sent = {}): Promise<Answer> {
  const rule = ruleOf(route);
  const path = pathOf(route, sent.params ?? rule.params?.(world) ?? {}) + (rule.query ?? '');
  const body = 'body' in sent ? sent.body : rule.body?.(world, caller);
  const token = sent.token === undefined ? world.tokens[caller] : sent.token;
  if (path.endsWith('/events')) return streamHead(path, { ...sent, token });
  return app.call(route.method.toUpperCase(), path, body, { ...sent, token });
}

async function streamHead(path: string, { token = null, headers = {} }: CallOptions): Promise<Answer> {
  const cut = new AbortController();
  const authorization = token === null ? {} : { Authorization: `Bearer ${token}` };
  const answer = await fetch(app.url + path, {
    headers: { ...authorization, ...headers },
    signal: cut.signal,
  });
  const body = (answer.ok ? {} : await answer.json()) as Answer['body'];
  cut.abort();
  return { status: answer.status, headers: answer.headers, text: '', body };
}

describe('the table of who may do what', () => {
  it('holds every route of the OpenAPI document, and nothing else', async () => {
    const { body } = await app.call('GET', '/openapi.json', undefined, { token: null });
    const documented = Object.entries(body['paths'] as Record<string, object>).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method} ${path}`),
    );
    expect(Object.keys(RULES).sort()).toEqual(documented.sort());
  });

  it('holds every contract, and every contract is served', () => {
    const served = routesOf(app.another().router);
    const contracts = ROUTES.map(keyOf);
    // Of the same routes it holds each once.
    expect(served.filter((key) => !NO_CONTRACT.test(key)).sort()).toEqual([...contracts].sort());
    expect(Object.keys(RULES).sort()).toEqual([...contracts].sort());
  });

  it.each(eachOf(ROUTES))('%s answers each caller as it should', async (_, route) => {
    const { answers } = ruleOf(route);
    const expected = Object.fromEntries(CALLERS.map((caller, at) => [caller, answers[at] ?? 0]));
    const statuses: Record<string, number> = {};
    // Those who are refused come first: nothing has changed by then.
    const [refused, allowed] = [CALLERS.filter(isRefused), CALLERS.filter((caller) => !isRefused(caller))];
    function isRefused(caller: Caller): boolean {
      return (expected[caller] ?? 0) >= 400;
    }
    for (const caller of refused) {
      statuses[caller] = await statusIn(await unchangedWorld(), route, caller);
    }
    for (const caller of allowed) statuses[caller] = await statusAnywhere(route, caller);
    expect(statuses).toEqual(expected);
    await app.host.idle();
  });

  it('is documented: each of its answers is one of the OpenAPI document', async () => {
    const { body } = await app.call('GET', '/openapi.json', undefined, { token: null });
    const paths = body['paths'] as Record<string, Record<string, { readonly responses: object }>>;
    const missing = ROUTES.flatMap((route) =>
      ruleOf(route)
        .answers.filter((status) => !(status in (paths[route.path]?.[route.method]?.responses ?? {})))
        .map((status) => `${keyOf(route)} ${status}`),
    );
    expect([...new Set(missing)]).toEqual([]);
  });

  it.each(eachOf(ROUTES))('%s is documented with the access that it really has', (_, route) => {
    const [nobody, , member] = ruleOf(route).answers;
    const ofOperators = member === 403 ? 'administrator' : member === 401 ? 'token' : 'operator';
    expect(route.access).toBe(nobody === 401 ? ofOperators : 'public');
  });
});

describe('the scope of an API token', () => {
  const routes = ROUTES.filter(({ scope }) => scope !== undefined);
  const tokenFor = async ({ ids }: World, scopes: readonly TokenScope[]) => {
    const made = await app.deps.apiTokens.create({ operatorId: ids.administrator, name: 's', scopes });
    return made.secret;
  };

  it.each(eachOf(routes))(
    '%s is refused without it before anything else, and done with nothing but it',
    async (_, route) => {
      const { answers } = ruleOf(route);
      const world = await someWorld();
      const scope = route.scope ?? 'read';
      const others = await tokenFor(
        world,
        TOKEN_SCOPES.filter((one) => one !== scope),
      );
      const refusal = { status: 403, body: { code: 'insufficient_scope', required: scope } };
      expect(await request(route, world, 'administrator', { token: others })).toMatchObject(refusal);
      const nothing = {
        params: { id: 'none', messageId: 'none' },
        headers: { 'Content-Type': 'text/plain' },
        body: '{',
      };
      const sent = changes(route) ? nothing : { params: nothing.params };
      expect(await request(route, world, 'administrator', { token: others, ...sent })).toMatchObject(refusal);

      const status = await statusAnywhere(route, 'administrator', (where) => tokenFor(where, [scope]));
      expect(status).toBe(answers[CALLERS.indexOf('administrator')]);
      await app.host.idle();
    },
  );
});

describe('what belongs to another brand', () => {
  const routes = ROUTES.filter((route) => ruleOf(route).answers[1] === 404 && route.params !== undefined);

  it.each(eachOf(routes))('%s answers as if it did not exist', async (_, route) => {
    const world = await unchangedWorld();
    const problemOf = ({ body }: Answer) => ({ ...body, requestId: null });
    const foreign = await request(route, world, 'stranger');
    const none = await request(route, world, 'stranger', { params: { id: newId(), messageId: newId() } });
    expect(foreign.status).toBe(404);
    expect(problemOf(foreign)).toEqual(problemOf(none));
  });

  it('is in no list, search or filter of someone else', async () => {
    const world = await makeWorld();
    const lists = [
      '/conversations',
      '/conversations?state=active',
      `/conversations?channelId=${world.channelId}`,
      `/conversations?brandId=${world.brandId}`,
      `/conversations?contactId=${world.contactId}`,
      `/conversations?operatorId=${world.memberId}`,
      '/conversations?order=urgency',
      '/conversations?q=o-',
      `/conversations?q=${encodeURIComponent('你好')}`,
      '/contacts',
      `/contacts?channelId=${world.channelId}`,
      '/channels',
    ];
    await attended(world, 'member');
    for (const list of lists) {
      const count = async (caller: Caller) => {
        const { body } = await app.call('GET', `/api/v1${list}`, undefined, { token: world.tokens[caller] });
        const text = JSON.stringify(body.items);
        const isThere = [world.conversationId, world.contactId, world.channelId].some((id) =>
          text.includes(id),
        );
        return [list, isThere];
      };
      expect(await count('member')).toEqual([list, true]);
      expect(await count('stranger')).toEqual([list, false]);
    }
  });

  it('cannot be reached through one’s own conversation', async () => {
    await app.reset();
    unchanged = null;
    latest = null;
    const [mine, theirs] = [await makeWorld(), await makeWorld()];
    const token = mine.tokens.member;
    const path = `/api/v1/conversations/${mine.conversationId}`;
    for (const answer of [
      await app.call('DELETE', `${path}/messages/${theirs.messageId}`, undefined, { token }),
      await app.call('POST', `${path}/messages/${theirs.messageId}/resolve`, { as: 'sent' }, { token }),
    ]) {
      expect(answer.status).toBe(404);
    }
    await attended(mine, 'member');
    for (const operatorId of [theirs.memberId, newId()]) {
      const answer = await app.call('POST', `${path}/transfer`, { operatorId }, { token });
      expect([answer.status, answer.body['code']]).toEqual([400, 'invalid_request']);
    }
    await app.deps.operators.update(mine.memberId, { isDisabled: true });
    const { token: colleague } = await makeOperator('operator', [mine.brandId]);
    const colleagues = await app.call('GET', `/api/v1/brands/${mine.brandId}/operators`, undefined, {
      token: colleague,
    });
    const ids = colleagues.body.items.map(({ id }) => id);
    expect(ids).not.toContain(mine.memberId);
    expect(ids).not.toContain(theirs.memberId);
    expect(ids).toContain(mine.ids.administrator);
  });
});

describe('fields that no one may set', () => {
  const MASS = [
    'id',
    'role',
    'brandId',
    'brandIds',
    'operatorId',
    'isDisabled',
    'passwordHash',
    '__proto__x',
  ];
  // A form with more than its file is refused as a whole (attachments.test.ts).
  // A token of this test is made up, so nobody reads the body (later-answers.test.ts).
  const routes = ROUTES.filter(
    ({ body, bodyType, access }) => body !== undefined && bodyType === undefined && access !== 'token',
  );

  it.each(eachOf(routes))('%s refuses them', async (_, route) => {
    const world = await unchangedWorld();
    const { before, body } = ruleOf(route);
    await before?.(world, 'administrator');
    if (before !== undefined) unchanged = null;
    const valid = body?.(world, 'administrator') ?? {};
    const known = new Set(Object.keys((route.body as { shape?: object } | undefined)?.shape ?? valid));
    for (const field of MASS.filter((name) => !known.has(name))) {
      const answer = await request(route, world, 'administrator', { body: { ...valid, [field]: 'x' } });
      expect([field, answer.status, answer.body['code']]).toEqual([field, 400, 'invalid_request']);
    }
  });
});

describe('with a session cookie', () => {
  const signIn = async () => {
    await app.database.db.execute(sql`truncate sign_in_guards`);
    const credentials = { email: ADMIN_EMAIL, password: ADMIN_PASSWORD };
    const answer = await app.call('POST', '/api/v1/login', credentials, { token: null });
    const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return { cookie, csrf: answer.body.csrfToken };
  };
  const routes = ROUTES.filter(
    (route) => changes(route) && ruleOf(route).answers[0] === 401 && route.access !== 'token',
  );
  // Nothing that is refused changes it, or ends the session.
  let world: World;
  let session: Awaited<ReturnType<typeof signIn>>;
  beforeAll(async () => {
    world = await makeWorld();
    session = await signIn();
  });

  it.each(eachOf(routes))('%s is refused to other pages and without the token', async (_, route) => {
    const { cookie, csrf } = session;
    const right = { Cookie: cookie, 'X-CSRF-Token': csrf };
    const attempts: Record<string, Record<string, string>> = {
      'no token': { Cookie: cookie },
      'another token': { ...right, 'X-CSRF-Token': csrf.replace(/./g, '0') },
      'another origin': { ...right, Origin: 'https://evil.example' },
      'no origin at all that is one': { ...right, Origin: 'null' },
      'another site': { ...right, 'Sec-Fetch-Site': 'cross-site' },
    };
    for (const [name, headers] of Object.entries(attempts)) {
      const answer = await request(route, world, 'nobody', { headers });
      expect([name, answer.status, answer.body['code']]).toEqual([name, 403, 'forbidden']);
    }
    const form = { ...right, 'Content-Type': 'text/plain' };
    const asForm = await request(route, world, 'nobody', { headers: form, body: '{"name":"x"}' });
    expect(asForm.status).toBe(415);
  });

  it.each(eachOf(ROUTES.filter(changes)))(
    '%s answers no preflight request of another page',
    async (_, route) => {
      const answer = await app.call('OPTIONS', pathOf(route, { id: 'x', messageId: 'y' }), undefined, {
        token: null,
        headers: {
          Origin: 'https://evil.example',
          'Access-Control-Request-Method': route.method.toUpperCase(),
        },
      });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('if the password must be changed, nothing else is allowed before that', async () => {
    const exempt = new Set([
      '/api/v1/me',
      '/api/v1/me/password',
      '/api/v1/me/sessions/revoke',
      '/api/v1/logout',
    ]);
    const { cookie, csrf } = await signIn();
    await app.database.db.execute(sql`update operators set must_change_password = true`);
    const headers = { Cookie: cookie, 'X-CSRF-Token': csrf };
    const others = ROUTES.filter((one) => ruleOf(one).answers[0] === 401 && one.access !== 'token');
    for (const route of others.filter(({ path }) => !exempt.has(path))) {
      const { status, body } = await request(route, world, 'nobody', { headers });
      expect([keyOf(route), status, body['code']]).toEqual([keyOf(route), 403, 'password_change_required']);
    }
    await app.database.db.execute(sql`update operators set must_change_password = false`);
  });
});

describe('a call that only reads', () => {
  it('changes nothing', async () => {
    const world = await makeWorld();
    await app.host.idle();
    const before = await everything();
    // An export leaves a record in the audit log, and nothing else.
    const reading = ROUTES.filter((one) => !changes(one) && !one.path.endsWith('/export'));
    for (const route of reading) await request(route, world, 'administrator');
    expect(await everything()).toEqual(before);
  });
});

/**
 * All rows of all tables, but for when tokens and sessions were last used, how many requests there were, and which event
 * streams are open.
 */
async function everything(): Promise<unknown> {
  const { rows: tables } = await app.database.db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables
        where table_schema = 'public' and table_name not in ('rate_counts', 'operator_streams')
        order by 1`,
  );
  const all: Record<string, unknown> = {};
  for (const { name } of tables) {
    const { rows } = await app.database.db.execute(sql`select * from ${sql.identifier(name)} order by 1`);
    all[name] = rows.map((row) => ({ ...row, last_used_at: null }));
  }
  return all;
}

/** What is served and is no route of the API: the webhook below `/webhooks/wechat`, the MCP server, the files of `/docs`. */
const NO_CONTRACT = /^(?:(?:get|post) \/\{channelId\}|(?:post|_all) \/mcp|get \/docs\/[\w.-]+)$/;

type Layer = {
  readonly route?: { readonly path: unknown; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
};

/** Every route of a router and of those in it, as the table writes them. */
function routesOf({ stack }: { readonly stack: readonly unknown[] }): string[] {
  return (stack as readonly Layer[]).flatMap(({ route, handle }) => {
    if (route === undefined) return handle?.stack === undefined ? [] : routesOf({ stack: handle.stack });
    const path = String(route.path).replace(/:(\w+)/g, '{$1}');
    return Object.keys(route.methods).map((method) => `${method} ${path}`);
  });
}
