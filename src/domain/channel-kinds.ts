/**
 * What WeChat's two kinds of account have and lack, as one table: which messages arrive, which may be sent, what lets us write
 * to a contact, and what else there is. Sources: docs/wechat.md#customer-service-messages, docs/mini-programs.md.
 */
import type { ContactAction, MessageContent } from './messages/inbound';
import type { OutboundContent } from './messages/outbound';

/** `mini_program`: its customer service (小程序客服). */
export const CHANNEL_KINDS = ['official_account', 'mini_program'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** The kind of a message that we send. */
export type OutboundKind = OutboundContent['type'];

/** What the contact does, other than write, that may let us write to them for a short time. */
export type TriggerKind = Exclude<ContactAction, 'message' | 'unfollow' | 'none'>;

/** How many messages may be sent after something that the contact does, and for how long. */
export type Allowance = { readonly limit: number; readonly durationMs: number };

/** For what a channel may greet a contact: names of its greetings' settings. */
export const GREETINGS = ['follow', 'scan', 'enter'] as const;
export type GreetingName = (typeof GREETINGS)[number];

/** What there is beside messages. */
export type ChannelFeatures = {
  /** The kinds of messages that can be sent. */
  readonly kinds: readonly OutboundKind[];
  /** People follow and unfollow it. */
  readonly follow: boolean;
  /** It has QR codes with a scene. */
  readonly qrCodes: boolean;
  /** WeChat keeps a remark about a contact. */
  readonly remark: boolean;
  /** Messages with items to tap. */
  readonly menuMessages: boolean;
  /** WeChat says something about a contact (`user/info`). */
  readonly profile: boolean;
};

type KindOfChannel = {
  readonly features: ChannelFeatures;
  /** The kinds of messages that contacts can write. Anything else that arrives is stored and shown all the same. */
  readonly receives: readonly MessageContent['type'][];
  /** After the contact's message. */
  readonly message: Allowance;
  /** After what else the contact does. Actions that are left out do not exist, or open nothing. */
  readonly triggers: Readonly<Partial<Record<TriggerKind, Allowance>>>;
  readonly greetings: readonly GreetingName[];
};

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const FIVE_IN_48_HOURS: Allowance = { limit: 5, durationMs: 48 * HOUR_MS };
const THREE_IN_A_MINUTE: Allowance = { limit: 3, durationMs: MINUTE_MS };
const TWO_IN_A_MINUTE: Allowance = { limit: 2, durationMs: MINUTE_MS };

const KINDS: Readonly<Record<ChannelKind, KindOfChannel>> = {
  official_account: {
    features: {
      kinds: [
        'text',
        'image',
        'voice',
        'video',
        'music',
        'news',
        'mpnews',
        'mpnewsarticle',
        'msgmenu',
        'miniprogrampage',
        'wxcard',
      ],
      follow: true,
      qrCodes: true,
      remark: true,
      menuMessages: true,
      profile: true,
    },
    receives: [
      'text',
      'msgmenu_tap',
      'image',
      'voice',
      'video',
      'shortvideo',
      'location',
      'link',
      'file',
      'miniprogrampage',
    ],
    message: FIVE_IN_48_HOURS,
    triggers: {
      follow: THREE_IN_A_MINUTE,
      scan: THREE_IN_A_MINUTE,
      menu_tap: THREE_IN_A_MINUTE,
      menu_message_tap: THREE_IN_A_MINUTE,
    },
    greetings: ['follow', 'scan'],
  },
  mini_program: {
    features: {
      kinds: ['text', 'image', 'link', 'miniprogrampage'],
      follow: false,
      qrCodes: false,
      remark: false,
      menuMessages: false,
      profile: false,
    },
    receives: ['text', 'image', 'miniprogrampage'],
    message: FIVE_IN_48_HOURS,
    triggers: { enter_session: TWO_IN_A_MINUTE },
    greetings: ['enter'],
  },
};

/** What a channel of this kind has. Left out, or a kind of a newer release: what an Official Account has. */
export function kindOfChannel(kind: ChannelKind = 'official_account'): KindOfChannel {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind] : KINDS.official_account;
}

/** What else than messages a channel of this kind has. */
export function featuresOf(kind: ChannelKind): ChannelFeatures {
  return kindOfChannel(kind).features;
}

/** Why a message cannot be sent by a channel: its kind does not exist there (docs/rules.md#82). */
export type KindRefusal = {
  readonly code: 'kind_not_supported';
  readonly channelKind: ChannelKind;
  /** What can be sent instead. */
  readonly kinds: readonly OutboundKind[];
};

/** Null if a channel of this kind can send such a message. */
export function judgeKind(channelKind: ChannelKind, kind: OutboundKind): KindRefusal | null {
  const { kinds } = featuresOf(channelKind);
  return kinds.includes(kind) ? null : { code: 'kind_not_supported', channelKind, kinds };
}
