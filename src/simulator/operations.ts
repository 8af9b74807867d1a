import type { Account, AccountInput, Accounts } from './accounts';
import type { Media, StoredMedia } from './calls/media';
import type { QrCodes } from './calls/qr-codes';
import type { Tokens } from './calls/tokens';
import type { Clock } from './clock';
import type { Fault, FaultInput, Faults, Operation } from './faults';
import type { Call, Ledger } from './ledger';
import type { Contact, ContactInput, Contacts, ContactView, Received } from './phone/contacts';
import type { ActionResult, Phone } from './phone/phone';
import type { PhoneLog, PhoneLogEntry } from './phone/phone-log';
import { SimulatorError } from './problems';
import type { Deliveries, Delivery, Verification } from './webhook/deliveries';
import type { EventInput, MessageInput } from './webhook/inbound';

const WAIT_MS = 5_000;

/**
 * Names a contact: its open id, or an object that names the account too. Without an `appId`: the only account (for a
 * new contact) or the one with this open id; without an `openId`: the account's first contact, or a new one.
 */
export type ContactTarget =
  | string
  | { readonly openId?: string | undefined; readonly appId?: string | undefined };

/** What a person or a test can do with the simulator; the HTTP control API offers the same. */
export type ControlOperations = {
  /**
   * Adds an account (what is left out is generated), or replaces the one with that app id, which keeps its contacts.
   */
  addAccount(input?: AccountInput): Account;
  /** Changes an account, as an administrator does in WeChat's console. */
  updateAccount(appId: string, patch: AccountInput): Account;
  accounts(): readonly Account[];
  /** WeChat's check of the webhook address: GET with echostr. */
  verifyWebhook(appId?: string): Promise<Verification>;

  /** Adds a contact who follows unless told otherwise; no event is pushed. An existing one stays as it is. */
  addContact(input?: ContactInput): ContactView;
  contacts(appId?: string): readonly ContactView[];
  contact(target: ContactTarget): ContactView;
  /** Sends a message as the contact, who is created if unknown. Resolves when its delivery is over. */
  write(target: ContactTarget, message: MessageInput): Promise<ActionResult>;
  /** Does, as the contact, what WeChat pushes as an event (subscribe, CLICK, …). Resolves like `write`. */
  act(target: ContactTarget, event: EventInput): Promise<ActionResult>;
  /** Scans a QR code created by `qrcode/create`. */
  scan(target: ContactTarget, ticket: string): Promise<ActionResult>;
  /** Scans a code by its scene, even one created in an earlier run. */
  scanScene(target: ContactTarget, scene: string, ticket: string): Promise<ActionResult>;
  /** What happened on the contact's phone apart from what arrived there, oldest first. */
  phoneLog(target: ContactTarget): readonly PhoneLogEntry[];
  /** A piece of media by its id; undefined if it is unknown or has expired. */
  file(mediaId: string): StoredMedia | undefined;
  /** Calls `listener` after every change, until the returned function is called. */
  onChange(listener: () => void): () => void;
  /** Moves the contact's clock by `ms` (backwards too); returns the contact. */
  moveTime(target: ContactTarget, ms: number): ContactView;
  /** What the contact received, oldest first; with `afterSeq` only what came after that. */
  received(target: ContactTarget, afterSeq?: number): readonly Received[];
  /** Resolves once the contact has received `count` messages in total; rejects after `timeoutMs` (default 5000). */
  waitForReceived(target: ContactTarget, count: number, timeoutMs?: number): Promise<readonly Received[]>;

  /** Aims a fault at an operation. */
  addFault(fault: FaultInput): Fault;
  faults(): readonly Fault[];
  removeFault(id: string): void;
  clearFaults(): void;
  /**
   * Revokes all tokens of an account: 40001 from now on. With `untilForced`, `stable_token` keeps returning the revoked
   * one until it is called with `force_refresh`.
   */
  invalidateTokens(appId?: string, options?: { readonly untilForced?: boolean }): void;
  /** Expires one media id, or all: 40007 from now on. */
  expireMedia(mediaId?: string): void;

  /** API calls with their results, oldest first. */
  calls(operation?: Operation): readonly Call[];
  /** Delivery attempts, oldest first. */
  deliveries(): readonly Delivery[];
};

export type ControlParts = {
  readonly clock: Clock;
  readonly accounts: Accounts;
  readonly contacts: Contacts;
  readonly tokens: Tokens;
  readonly media: Media;
  readonly qrCodes: QrCodes;
  readonly faults: Faults;
  readonly ledger: Ledger;
  readonly deliveries: Deliveries;
  readonly phone: Phone;
  readonly phoneLog: PhoneLog;
  readonly listeners: Set<() => void>;
  readonly changed: () => void;
};

/** Creates the control operations. They throw `SimulatorError` if something is unknown, ZodError if it is malformed. */
export function createOperations(parts: ControlParts): ControlOperations {
  const { accounts, contacts, tokens, media, qrCodes, faults, ledger, deliveries, phone } = parts;

  function known(target: ContactTarget): Contact {
    const { openId, appId } = typeof target === 'string' ? { openId: target, appId: undefined } : target;
    if (openId !== undefined) return contacts.get(openId, appId);
    const [first] = contacts.all(accounts.named(appId).appId);
    if (first === undefined) throw new SimulatorError('unknown_contact', 'The account has no contact yet.');
    return first;
  }

  function knownOrNew(target: ContactTarget): Contact {
    const { openId, appId } = typeof target === 'string' ? { openId: target, appId: undefined } : target;
    try {
      return known(target);
    } catch (error) {
      if (!(error instanceof SimulatorError) || error.code !== 'unknown_contact') throw error;
      return contacts.add(accounts.named(appId).appId, openId === undefined ? {} : { openId });
    }
  }

  return {
    addAccount: (input = {}) => accounts.add(input),
    updateAccount: (appId, patch) => accounts.update(appId, patch),
    accounts: () => accounts.all(),
    verifyWebhook: (appId) => deliveries.verify(accounts.named(appId)),

    addContact({ appId, ...input } = {}) {
      return contacts.view(contacts.add(accounts.named(appId).appId, input));
    },
    contacts: (appId) => contacts.all(appId).map((contact) => contacts.view(contact)),
    contact: (target) => contacts.view(known(target)),
    write: async (target, message) => phone.write(knownOrNew(target), message),
    act: async (target, event) => phone.act(knownOrNew(target), event),
    async scan(target, ticket) {
      const { appId, scene } = qrCodes.get(ticket);
      const openId = typeof target === 'string' ? target : target.openId;
      return phone.scan(knownOrNew({ appId, openId }), scene, ticket);
    },
    scanScene: async (target, scene, ticket) => phone.scan(knownOrNew(target), scene, ticket),
    phoneLog: (target) => parts.phoneLog.all(known(target)),
    file: (mediaId) => media.findPublic(mediaId),
    onChange(listener) {
      parts.listeners.add(listener);
      return () => parts.listeners.delete(listener);
    },
    moveTime(target, ms) {
      const contact = known(target);
      contact.offsetMs += ms;
      parts.changed();
      return contacts.view(contact);
    },
    received: (target, afterSeq = 0) => known(target).received.filter(({ seq }) => seq > afterSeq),
    waitForReceived(target, count, timeoutMs = WAIT_MS) {
      const contact = known(target);
      if (contact.received.length >= count) return Promise.resolve([...contact.received]);
      return new Promise((resolve, reject) => {
        const stop = contacts.onReceived((other) => {
          if (other !== contact || contact.received.length < count) return;
          clearTimeout(timer);
          stop();
          resolve([...contact.received]);
        });
        const timer = setTimeout(() => {
          stop();
          reject(
            new Error(
              `The contact has ${contact.received.length} of ${count} messages after ${timeoutMs} ms.`,
            ),
          );
        }, timeoutMs);
      });
    },

    addFault: (fault) => faults.add(fault),
    faults: () => faults.all(),
    removeFault: (id) => faults.remove(id),
    clearFaults: () => faults.clear(),
    invalidateTokens: (appId, options = {}) =>
      tokens.invalidate(accounts.named(appId).appId, options.untilForced ?? false),
    expireMedia: (mediaId) => media.expire(mediaId),

    calls: (operation) => ledger.all(operation),
    deliveries: () => deliveries.all(),
  };
}
