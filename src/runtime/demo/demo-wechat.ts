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

/**
 * The phones of one account's contacts, and of the customers of mini programs. `account` is called each time, because it may not exist
 * yet.
 */
export function createDemoWeChat(simulator: Simulator, account: () => Account): DemoWeChat {
  const at = (openId: string) => ({ appId: accountOfContact(simulator, account(), openId).appId, openId });
  const accounts = (): readonly Account[] => [account(), ...miniProgramsOf(simulator)];
  const views = () =>
    accounts().flatMap((one) => simulator.contacts(one.appId).map((view) => ({ account: one, view })));
  const troubles = createTroubles(simulator);

  const addContactTo = (to: Account): PhoneContactBody => {
    const number = views().length + 1;
    // The desk shows the remark too, because WeChat gives no names.
    return toContact(to, simulator.addContact({ appId: to.appId, remark: `Customer ${number}` }));
  };
  const addContact = (): PhoneContactBody => addContactTo(account());

  return {
    ...troubles,
    accountName: () => account().name,
    addAccount({ id, name, kind }) {
      // Derived from the webhook of the account we know: the same desk, another channel.
      const webhookUrl = account().webhookUrl?.replace(/[^/]*$/, encodeURIComponent(id)) ?? null;
      const made = simulator.addAccount({
        kind,
        // What the administrator of a mini program may choose, and an Official Account does not have.
        format: kind === 'mini_program' ? 'json' : 'xml',
        name,
        encryption: 'safe',
        webhookUrl,
      });
      // The phones are those of the first account's contacts, and of the customers of mini programs.
      if (kind === 'mini_program') addContactTo(made);
      const { originalId, appId, appSecret, token, encodingAesKey, encryption } = made;
      return { originalId, appId, appSecret, token, encodingAesKey, encryption };
    },
    async verifyWebhook(appId) {
      const found = simulator.accounts().find((one) => one.appId === appId);
      // The simulator refuses to verify an account without a webhook address.
      return found?.webhookUrl != null && (await simulator.verifyWebhook(appId)).ok;
    },
    contacts: () => views().map((one) => toContact(one.account, one.view)),
    addContact,
    entries(openId) {
      if (!views().some(({ view }) => view.openId === openId)) return null;
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

/** The accounts of mini programs that are connected to this desk. */
function miniProgramsOf(simulator: Simulator): readonly Account[] {
  return simulator
    .accounts()
    .filter(({ kind, webhookUrl }) => kind === 'mini_program' && webhookUrl !== null);
}

/** The account of a contact: a mini program's if it has this contact, else `other`. */
export function accountOfContact(simulator: Simulator, other: Account, openId: string): Account {
  const isOf = ({ appId }: Account): boolean =>
    simulator.contacts(appId).some((contact) => contact.openId === openId);
  return miniProgramsOf(simulator).find(isOf) ?? other;
}

function toContact(
  { kind, name, webhookUrl }: Account,
  { openId, remark, follows, typing, now, receivedCount }: ContactView,
): PhoneContactBody {
  return {
    openId,
    name: remark === '' ? openId : remark,
    channelId: decodeURIComponent(webhookUrl?.split('/').at(-1) ?? ''),
    channelKind: kind,
    accountName: name,
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
    case 'enter':
      return { event: 'user_enter_tempsession', sessionFrom: action.sessionFrom };
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
