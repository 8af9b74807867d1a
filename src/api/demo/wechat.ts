import type {
  PhoneAction,
  PhoneContactBody,
  PhoneEntryBody,
  PhoneMessage,
  Trouble,
} from '../../contracts/demo/demo-phone';

import type { ChannelKind } from '../../domain/channel-kinds';

/** An action of a contact, with the QR code as WeChat knows it. */
export type DemoAction =
  | Exclude<PhoneAction, { readonly type: 'scan' }>
  | { readonly type: 'scan'; readonly scene: string; readonly ticket: string };

/** A file that is on a phone. */
export type DemoFile = { readonly bytes: Buffer; readonly contentType: string };

/** The details of an account, as an administrator finds them in WeChat's console. */
export type DemoAccount = {
  readonly originalId: string;
  readonly appId: string;
  readonly appSecret: string;
  readonly token: string;
  readonly encodingAesKey: string;
  readonly encryption: 'plain' | 'compatible' | 'safe';
};

/** The simulated WeChat as the demo's page needs it; contacts are those of one account, and of mini programs. */
export type DemoWeChat = {
  readonly accountName: () => string;
  /** Adds an account whose server configuration has the webhook of this channel. */
  readonly addAccount: (channel: {
    readonly id: string;
    readonly name: string;
    readonly kind: ChannelKind;
  }) => DemoAccount;
  /** Sends the verification request of an account's webhook; resolves with whether it was answered correctly. */
  readonly verifyWebhook: (appId: string) => Promise<boolean>;
  readonly contacts: () => readonly PhoneContactBody[];
  readonly addContact: () => PhoneContactBody;
  /** Null if there is no such contact. */
  readonly entries: (openId: string) => readonly PhoneEntryBody[] | null;
  /** Resolves when the webhook has accepted it or WeChat has given up. */
  readonly write: (openId: string, message: PhoneMessage) => Promise<boolean>;
  readonly act: (openId: string, action: DemoAction) => Promise<boolean>;
  readonly file: (mediaId: string) => DemoFile | null;
  readonly troubles: () => readonly Trouble[];
  readonly breakWith: (trouble: Trouble) => void;
  readonly mend: () => void;
  /** Calls `listener` after every change, until the returned function is called. */
  readonly onChange: (listener: () => void) => () => void;
};
