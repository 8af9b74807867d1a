import type { DemoAction, DemoWeChat } from '../../api/demo/wechat';
import type { PhoneContactBody, PhoneEntryBody, PhoneMessage } from '../../contracts/demo/demo-phone';
import type { Account } from '../../simulator/accounts';
import type { ContactView } from '../../simulator/phone/contacts';
import type { Simulator } from '../../simulator/simulator';
import type { EventInput, MessageInput } from '../../simulator/webhook/inbound';
import { createTroubles } from './demo-troubles';

/** The contacts at the first start. */
const FIRST_CONTACTS = 3;
const ENTRIES_SHOWN = 100;

/** The phones of one account's contacts. `account` is called each time, because it may not exist yet. */
export function createDemoWeChat(simulator: Simulator, account: () => Account): DemoWeChat {
  const at = (openId: string) => ({ appId: account().appId, openId });
  const views = () => simulator.contacts(account().appId);
  const troubles = createTroubles(simulator);

  const addContact = (): PhoneContactBody => {
    const number = views().length + 1;
    // The desk shows the remark too, because WeChat gives no names.
    return toContact(simulator.addContact({ appId: account().appId, remark: `Customer ${number}` }));
  };

  return {
    ...troubles,
    accountName: () => account().name,
    addAccount({ id, name }) {
      // Derived from the webhook of the account we know: the same desk, another channel.
      const webhookUrl = account().webhookUrl?.replace(/[^/]*$/, encodeURIComponent(id)) ?? null;
      const { originalId, appId, appSecret, token, encodingAesKey, encryption } = simulator.addAccount({
        name,
        encryption: 'safe',
        webhookUrl,
      });
      return { originalId, appId, appSecret, token, encodingAesKey, encryption };
    },
    async verifyWebhook(appId) {
      const found = simulator.accounts().find((one) => one.appId === appId);
      // The simulator refuses to verify an account without a webhook address.
      return found?.webhookUrl != null && (await simulator.verifyWebhook(appId)).ok;
    },
    contacts: () => views().map(toContact),
    addContact,
    entries(openId) {
      if (!views().some((view) => view.openId === openId)) return null;
      return entriesOf(simulator, at(openId));
    },
    write: async (openId, message) => (await simulator.write(at(openId), toInput(message))).delivered,
    act: async (openId, action) => (await act(simulator, at(openId), action)).delivered,
    file: (mediaId) => simulator.file(mediaId) ?? null,
    onChange: simulator.onChange,
  };
}

/** Adds the first contacts at the first start. */
export function addFirstContacts({
  contacts,
  addContact,
}: Pick<DemoWeChat, 'contacts' | 'addContact'>): void {
  for (let missing = contacts().length; missing < FIRST_CONTACTS; missing += 1) addContact();
}

function toContact({ openId, remark, follows, typing, now, receivedCount }: ContactView): PhoneContactBody {
  return {
    openId,
    name: remark === '' ? openId : remark,
    isFollowing: follows,
    isTypingSeen: typing,
    now: new Date(now).toISOString(),
    receivedCount,
  };
}

function toInput(message: PhoneMessage): MessageInput {
  if (message.type !== 'text') return message;
  const { menuItemId, ...text } = message;
  return menuItemId === undefined ? text : { ...text, bizmsgmenuid: menuItemId };
}

function act(simulator: Simulator, target: { readonly openId: string }, action: DemoAction) {
  if (action.type === 'scan') return simulator.scanScene(target, action.scene, action.ticket);
  return simulator.act(target, toEvent(action));
}

function toEvent(action: Exclude<DemoAction, { readonly type: 'scan' }>): EventInput {
  switch (action.type) {
    case 'follow':
      return { event: 'subscribe' };
    case 'unfollow':
      return { event: 'unsubscribe' };
    case 'click':
      return { event: 'CLICK', eventKey: action.key };
    case 'view':
      return { event: 'VIEW', eventKey: action.url };
    default:
      return action satisfies never;
  }
}

type Timed = { readonly at: number; readonly entry: PhoneEntryBody };

/** Everything on the phone in the order in which it happened, including what never arrived. */
function entriesOf(simulator: Simulator, target: { readonly openId: string }): readonly PhoneEntryBody[] {
  const arrived = simulator.received(target).map(({ seq, at, virtualAt, msgtype, body }): Timed => {
    const nothing = { errcode: null, deliveries: 0, isDelivered: null };
    const entry = { id: `r${seq}`, kind: 'received', type: msgtype, content: body, ...nothing } as const;
    return { at, entry: { ...entry, at: new Date(virtualAt).toISOString() } };
  });
  const others = simulator.phoneLog(target).map(({ seq, at, virtualAt, body, delivered, ...rest }): Timed => {
    const { kind, type, errcode, deliveries } = rest;
    const entry = { id: `l${seq}`, kind, type, content: body, errcode, deliveries, isDelivered: delivered };
    return { at, entry: { ...entry, at: new Date(virtualAt).toISOString() } };
  });
  return [...others, ...arrived]
    .sort((one, other) => one.at - other.at)
    .slice(-ENTRIES_SHOWN)
    .map(({ entry }) => entry);
}
