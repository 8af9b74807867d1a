import {
  demoPhoneRoutes,
  type PhoneAction,
  type PhoneBody,
  type PhoneContactBody,
} from '../../contracts/demo/demo-phone';
import { decodeVoice } from '../../media/decode-voice';
import type { QrCodes } from '../../store/channels/qr-codes';
import type { Contacts } from '../../store/contacts/contacts';
import type { StoredConversation } from '../../store/conversations/conversation-rows';
import type { Conversations } from '../../store/conversations/conversations';
import type { ConversationPresenter } from '../present/conversation-presenter';
import { storedAt } from '../present/present-conversation';
import { ApiError, orNotFound } from '../problems';
import { implement, type Route } from '../route';
import type { DemoAction, DemoWeChat } from './wechat';

type Deps = {
  readonly wechat: DemoWeChat;
  readonly contacts: Contacts;
  readonly conversations: Conversations;
  readonly qrCodes: Pick<QrCodes, 'get'>;
  readonly channelId: () => string;
  readonly present: ConversationPresenter;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/** A broken webhook is tried again for 15 s, which is too long to wait. */
const SETTLED_WITHIN_MS = 2_000;

/** The phones of the simulated contacts, and ways to break their WeChat. */
export function createDemoPhoneRoutes(deps: Deps): readonly Route[] {
  const { wechat, clock, present } = deps;
  // Who writes to no mini program writes to the demo's own channel.
  const withChannel = (contact: PhoneContactBody): PhoneContactBody => ({
    ...contact,
    channelId: contact.channelId || deps.channelId(),
  });
  const phone = (): PhoneBody => ({
    channelId: deps.channelId(),
    accountName: wechat.accountName(),
    contacts: wechat.contacts().map(withChannel),
    troubles: [...wechat.troubles()],
  });
  const assertKnown = (openId: string): void => {
    orNotFound(wechat.entries(openId));
  };

  return implement(demoPhoneRoutes)({
    getDemoPhone: () => phone(),
    async viewDemoPhone({ query: { openId }, viewer }) {
      const entries = orNotFound(wechat.entries(openId));
      const stored = await newestConversation(deps, openId);
      const conversation = stored === null ? null : await present.one(viewer, storedAt(stored, clock()));
      return { entries: [...entries], conversation };
    },
    async getDemoMedia({ query: { mediaId }, response }) {
      const file = orNotFound(wechat.file(mediaId));
      const isVoice = file.contentType === 'audio/amr';
      const bytes = orNotFound(isVoice ? await decodeVoice(file.bytes) : file.bytes);
      // Only WeChat's own types (simulator/calls/media-kinds.ts); none of them can contain a script.
      response.setHeader('Content-Type', isVoice ? 'audio/wav' : file.contentType);
      response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
      response.end(bytes);
    },
    addDemoContact: () => withChannel(wechat.addContact()),
    async writeOnDemoPhone({ body: { openId, message } }) {
      assertKnown(openId);
      return { isDelivered: await soon(wechat.write(openId, message)) };
    },
    async actOnDemoPhone({ body: { openId, action } }) {
      assertKnown(openId);
      const known = await toDemoAction(deps, action);
      return { isDelivered: await soon(wechat.act(openId, known)) };
    },
    breakDemoWeChat({ body }) {
      wechat.breakWith(body);
      return phone();
    },
    mendDemoWeChat() {
      wechat.mend();
      return phone();
    },
  });
}

async function toDemoAction({ qrCodes, channelId }: Deps, action: PhoneAction): Promise<DemoAction> {
  if (action.type !== 'scan') return action;
  const code = await qrCodes.get(action.qrCodeId);
  if (code === null || code.channelId !== channelId()) throw new ApiError('not_found');
  return { type: 'scan', scene: code.scene, ticket: code.ticket };
}

async function newestConversation(
  { contacts, conversations, wechat, channelId: sandbox }: Deps,
  openId: string,
): Promise<StoredConversation | null> {
  const channelId = wechat.contacts().find((one) => one.openId === openId)?.channelId || sandbox();
  const { items } = await contacts.list({ channelId, openId, brandIds: null }, { limit: 1 });
  const [contact] = items;
  if (contact === undefined) return null;
  const found = await conversations.list(
    { contactId: contact.id, brandIds: null },
    { before: null, limit: 2 },
  );
  // After a renewal both have the same latest activity; the open one is newer.
  return found.find(({ conversation }) => conversation.state !== 'completed') ?? found[0] ?? null;
}

/** Whether a delivery succeeded; null if it takes longer than a person with a phone would wait. */
function soon(delivery: Promise<boolean>): Promise<boolean | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), SETTLED_WITHIN_MS);
    delivery.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
