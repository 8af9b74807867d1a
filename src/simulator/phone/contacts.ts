import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock';
import { SimulatorError } from '../problems';
import {
  type OpenWindow,
  openWindow,
  openWindowSchema,
  type Trigger,
  type WindowRules,
  widenWindow,
} from './windows';

const RECEIVED_KEPT = 20_000;

const receivedSchema = z.object({
  seq: z.number(),
  at: z.number(),
  virtualAt: z.number(),
  msgtype: z.string(),
  body: z.record(z.string(), z.unknown()),
});
/**
 * One message that reached the contact's phone: `seq` increases across all contacts, `at` is real time and `virtualAt`
 * the contact's own (both epoch ms), `body` is the unchanged request of `custom/send`.
 */
export type Received = Readonly<z.infer<typeof receivedSchema>>;

export const contactSchema = z.object({
  appId: z.string(),
  openId: z.string(),
  follows: z.boolean(),
  followedAt: z.number().nullable(),
  /** Set when the contact unfollowed: WeChat then answers 45015, and 43004 for one who never followed. */
  unfollowedAt: z.number().nullable(),
  remark: z.string(),
  unionId: z.string().nullable(),
  subscribeScene: z.string(),
  qrScene: z.string(),
  offsetMs: z.number(),
  windows: z.array(openWindowSchema),
  /** The last message of either side, for the typing state. */
  lastInteractionAt: z.number().nullable(),
  typingUntil: z.number().nullable(),
  received: z.array(receivedSchema),
});
/** A WeChat user of one account, as the platform sees them. Times are epoch ms on the contact's own clock. */
export type Contact = z.infer<typeof contactSchema>;

/** What may be set when a contact is created; `follows` is true by default, and false for a mini program, which nobody follows. */
export const contactInputSchema = z.strictObject({
  appId: z.string().optional(),
  openId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,128}$/, 'letters, digits, - and _')
    .optional(),
  follows: z.boolean().optional(),
  remark: z.string().optional(),
  unionId: z.string().optional(),
});
export type ContactInput = z.infer<typeof contactInputSchema>;

/** A contact as the control API shows it: without messages, with its own `now` and the open windows. */
export type ContactView = Omit<Contact, 'received' | 'typingUntil'> & {
  readonly now: number;
  readonly typing: boolean;
  readonly receivedCount: number;
};

export type Contacts = ReturnType<typeof createContacts>;

/** Keeps the contacts of all accounts, each with its own clock: `clock()` plus the contact's offset. */
export function createContacts(
  clock: Clock,
  rules: WindowRules,
  changed: () => void,
  isMiniProgram: (appId: string) => boolean,
) {
  const byKey = new Map<string, Contact>();
  const appIds = new Set<string>();
  const listeners = new Set<(contact: Contact) => void>();
  let lastSeq = 0;

  const now = (contact: Contact): number => clock() + contact.offsetMs;

  /** The contact of this account; undefined if the open id is wrong or belongs to another account (40003). */
  function find(appId: string, openId: string): Contact | undefined {
    return byKey.get(`${appId} ${openId}`);
  }

  function keep(contact: Contact): void {
    byKey.set(`${contact.appId} ${contact.openId}`, contact);
    appIds.add(contact.appId);
  }

  /** Adds a contact; an existing one stays as it is. */
  function add(appId: string, input: ContactInput): Contact {
    const {
      openId,
      follows = !isMiniProgram(appId),
      remark = '',
      unionId = null,
    } = contactInputSchema.parse(input);
    const known = openId === undefined ? undefined : find(appId, openId);
    if (known !== undefined) return known;
    const contact: Contact = {
      appId,
      openId: openId ?? `o${randomBytes(20).toString('base64url')}`,
      follows,
      followedAt: follows ? clock() : null,
      unfollowedAt: null,
      remark,
      unionId,
      subscribeScene: 'ADD_SCENE_SEARCH',
      qrScene: '',
      offsetMs: 0,
      windows: [],
      lastInteractionAt: null,
      typingUntil: null,
      received: [],
    };
    keep(contact);
    changed();
    return contact;
  }

  /** The contact with this open id; throws `unknown_contact`, or `ambiguous_contact` if several accounts have it. */
  function get(openId: string, appId?: string): Contact {
    const found = [...(appId === undefined ? appIds : [appId])].flatMap((id) => find(id, openId) ?? []);
    const [first, second] = found;
    if (first === undefined) throw new SimulatorError('unknown_contact', `There is no contact ${openId}.`);
    if (second !== undefined)
      throw new SimulatorError(
        'ambiguous_contact',
        `Several accounts have a contact ${openId}: name one by appId.`,
      );
    return first;
  }

  function all(appId?: string): Contact[] {
    const contacts = [...byKey.values()];
    return appId === undefined ? contacts : contacts.filter((contact) => contact.appId === appId);
  }

  /** Opens (or renews) the window of a trigger. */
  function trigger(contact: Contact, what: Trigger): void {
    const open = isMiniProgram(contact.appId) ? widenWindow : openWindow;
    contact.windows = open(contact.windows, what, now(contact), rules);
    changed();
  }

  /** Records a message that reached the contact, and notifies those waiting for it. */
  function receive(contact: Contact, msgtype: string, body: Record<string, unknown>): Received {
    lastSeq += 1;
    const entry = { seq: lastSeq, at: clock(), virtualAt: now(contact), msgtype, body };
    contact.received.push(entry);
    if (contact.received.length > RECEIVED_KEPT) contact.received.splice(0, RECEIVED_KEPT / 10);
    changed();
    for (const listener of listeners) listener(contact);
    return entry;
  }

  /** Restores saved contacts. */
  function load(saved: readonly Contact[]): void {
    for (const contact of saved) {
      keep(contact);
      lastSeq = Math.max(lastSeq, ...contact.received.map((entry) => entry.seq));
    }
  }

  return {
    now,
    find,
    add,
    get,
    all,
    trigger,
    receive,
    load,
    view: (contact: Contact): ContactView => viewOf(contact, now(contact)),
    /** Calls `listener` after each message that a contact receives, until the returned function is called. */
    onReceived(listener: (contact: Contact) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function viewOf(contact: Contact, now: number): ContactView {
  const { received, typingUntil, ...shown } = contact;
  const windows: OpenWindow[] = contact.windows.filter((window) => now < window.closesAt);
  return {
    ...shown,
    windows,
    now,
    typing: typingUntil !== null && now < typingUntil,
    receivedCount: received.length,
  };
}
