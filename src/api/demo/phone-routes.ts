/** `/demo/phone` and `/demo/troubles`: the phones of the simulated contacts, and ways to break their WeChat. */
import { Router } from 'express';
import {
  actOnPhoneSchema,
  type PhoneAction,
  type PhoneBody,
  phoneMediaQuerySchema,
  phoneOfQuerySchema,
  troubleSchema,
  writeOnPhoneSchema,
} from '../../contracts/demo/demo-phone';
import { decodeVoice } from '../../media/decode-voice';
import type { QrCodes } from '../../store/channels/qr-codes';
import type { Contacts } from '../../store/contacts/contacts';
import type { Conversations, StoredConversation } from '../../store/conversations/conversations';
import { requireAdministrator, viewerOf } from '../middleware/viewer';
import { presentConversation, storedAt, type TemporalUi } from '../present/present-conversation';
import { ApiError, parseRequest } from '../problems';
import { parseBody } from '../request';
import type { DemoAction, DemoWeChat } from './wechat';

export type DemoPhoneRouterDeps = {
  readonly wechat: DemoWeChat;
  readonly contacts: Contacts;
  readonly conversations: Conversations;
  readonly qrCodes: Pick<QrCodes, 'get'>;
  readonly channelId: string;
  readonly temporalUi: TemporalUi;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/** A broken webhook is tried for 15 s; nobody waits for that. */
const SETTLED_WITHIN_MS = 2_000;

/** The routes of the demo's phone, for administrators. */
export function createDemoPhoneRouter(deps: DemoPhoneRouterDeps): Router {
  const { wechat, clock, temporalUi } = deps;
  const router = Router();
  const phone = (): PhoneBody => ({
    channelId: deps.channelId,
    accountName: wechat.accountName(),
    contacts: [...wechat.contacts()],
    troubles: [...wechat.troubles()],
  });
  const assertKnown = (openId: string): void => {
    if (wechat.entries(openId) === null) throw new ApiError('not_found');
  };

  router.use(['/demo/phone', '/demo/troubles'], requireAdministrator);
  router.get('/demo/phone', (_request, response) => {
    response.json(phone());
  });
  router.get('/demo/phone/entries', async (request, response) => {
    const { openId } = parseRequest(phoneOfQuerySchema, request.query);
    const entries = wechat.entries(openId);
    if (entries === null) throw new ApiError('not_found');
    const stored = await newestConversation(deps, openId);
    const by = { operatorId: viewerOf(request).operatorId, isAdministrator: true };
    const conversation =
      stored === null
        ? null
        : presentConversation(storedAt(stored, clock()), { by, lastMessage: null, temporalUi });
    response.json({ entries, conversation });
  });
  router.get('/demo/phone/media', async (request, response) => {
    const { mediaId } = parseRequest(phoneMediaQuerySchema, request.query);
    const file = wechat.file(mediaId);
    if (file === null) throw new ApiError('not_found');
    const isVoice = file.contentType === 'audio/amr';
    const bytes = isVoice ? await decodeVoice(file.bytes) : file.bytes;
    if (bytes === null) throw new ApiError('not_found');
    // WeChat's own kinds only (simulator/calls/media-kinds.ts); none of them can carry a script.
    response.setHeader('Content-Type', isVoice ? 'audio/wav' : file.contentType);
    response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
    response.end(bytes);
  });
  router.post('/demo/phone/contacts', (_request, response) => {
    response.status(201).json(wechat.addContact());
  });
  router.post('/demo/phone/messages', async (request, response) => {
    const { openId, message } = parseBody(writeOnPhoneSchema, request);
    assertKnown(openId);
    response.status(201).json({ isDelivered: await soon(wechat.write(openId, message)) });
  });
  router.post('/demo/phone/actions', async (request, response) => {
    const { openId, action } = parseBody(actOnPhoneSchema, request);
    assertKnown(openId);
    const known = await toDemoAction(deps, action);
    response.status(201).json({ isDelivered: await soon(wechat.act(openId, known)) });
  });
  router.post('/demo/troubles', (request, response) => {
    wechat.breakWith(parseBody(troubleSchema, request));
    response.status(201).json(phone());
  });
  router.delete('/demo/troubles', (_request, response) => {
    wechat.mend();
    response.json(phone());
  });
  return router;
}

async function toDemoAction(
  { qrCodes, channelId }: DemoPhoneRouterDeps,
  action: PhoneAction,
): Promise<DemoAction> {
  if (action.type !== 'scan') return action;
  const code = await qrCodes.get(action.qrCodeId);
  if (code === null || code.channelId !== channelId) throw new ApiError('not_found');
  return { type: 'scan', scene: code.scene, ticket: code.ticket };
}

async function newestConversation(
  { contacts, conversations, channelId }: DemoPhoneRouterDeps,
  openId: string,
): Promise<StoredConversation | null> {
  const { items } = await contacts.list({ channelId, openId, brandIds: null }, { limit: 1 });
  const [contact] = items;
  if (contact === undefined) return null;
  const found = await conversations.list(
    { contactId: contact.id, brandIds: null },
    { before: null, limit: 2 },
  );
  // After a renewal both have the same newest activity: what is open is the newer one.
  return found.find(({ conversation }) => conversation.state !== 'completed') ?? found[0] ?? null;
}

/** What came of a delivery, or null where it takes longer than somebody at a phone waits. */
function soon(delivery: Promise<boolean>): Promise<boolean | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), SETTLED_WITHIN_MS);
    delivery.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
