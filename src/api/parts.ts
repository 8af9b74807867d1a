/** The parts that the API is made of, grouped by purpose. Each route file takes only the fields that it uses. */
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { AskBot } from '../bots/ask';
import type { PrepareAnswerDeps } from '../bots/prepare-answer';
import type { ReplyTokens } from '../bots/reply-tokens';
import type { ReceivedIn } from '../intake/receiver';
import type { MediaStore } from '../media/media-store';
import type { OidcProvider } from '../oidc/provider';
import type { Deliver } from '../outgoing/deliver';
import type { GuardedClient } from '../platform/network/guarded-client';
import type { Passwords } from '../platform/secrets/passwords';
import type { OidcRules } from '../platform/settings/oidc-config';
import type { Alerts } from '../store/alerts/alerts';
import type { AskedTransfers } from '../store/alerts/asked-transfers';
import type { PushSubscriptions } from '../store/alerts/push-subscriptions';
import type { BotSpeeches } from '../store/bots/bot-speeches';
import type { Bot, Bots } from '../store/bots/bots';
import type { CannedReplies } from '../store/canned-replies/canned-replies';
import type { ChannelHealthStore } from '../store/channels/channel-health';
import type { ChannelWithSecrets } from '../store/channels/channel-rows';
import type { ChannelStore } from '../store/channels/channels';
import type { FormerSecrets } from '../store/channels/former-secrets';
import type { QrCodes } from '../store/channels/qr-codes';
import type { RejectedDeliveries } from '../store/channels/rejected-deliveries';
import type { Contacts } from '../store/contacts/contacts';
import type { Tags } from '../store/contacts/tags';
import type { ConversationFactsStore } from '../store/conversations/conversation-facts';
import type { Conversations } from '../store/conversations/conversations';
import type { Drafts } from '../store/drafts/drafts';
import type { Attachments } from '../store/files/attachments';
import type { HoursStore } from '../store/hours/hours';
import type { Imports } from '../store/imports/imports';
import type { MacroRuns } from '../store/macros/macro-runs';
import type { Macros } from '../store/macros/macros';
import type { FindTextNames } from '../store/macros/text-names';
import type { ApiTokenStore } from '../store/people/api-tokens';
import type { AuditLog } from '../store/people/audit-log';
import type { BrandStore } from '../store/people/brands';
import type { IdentityStore } from '../store/people/identities';
import type { OperatorStore } from '../store/people/operators';
import type { SessionStore } from '../store/people/sessions';
import type { SignInGuard } from '../store/people/sign-in-guard';
import type { SignInPolicyStore } from '../store/people/sign-in-policy';
import type { TwoFactorStore } from '../store/people/two-factors';
import type { EraseWords } from '../store/privacy/erase-words';
import type { ErasedContacts } from '../store/privacy/erased-contacts';
import type { Erasures } from '../store/privacy/erasures';
import type { Exports } from '../store/privacy/exports';
import type { SweepFiles } from '../store/privacy/media-sweep';
import type { RetentionStore } from '../store/privacy/retention';
import type { Unfollowed } from '../store/privacy/unfollowed';
import type { RateCounts } from '../store/rate-limits/rate-counts';
import type { Reports } from '../store/reports/reports';
import type { AvailabilityStore } from '../store/routing/availability';
import type { BrandRouting } from '../store/routing/brand-routing';
import type { GroupStore } from '../store/routing/groups';
import type { QueuePages } from '../store/routing/queue-page';
import type { InboxItem } from '../store/transcript/inbox';
import type { Outbox } from '../store/transcript/outbox';
import type { Transcript } from '../store/transcript/transcript';
import type { WebhookDeliveries } from '../store/webhooks/deliveries';
import type { DeliveryLog } from '../store/webhooks/delivery-log';
import type { WebhookReplays } from '../store/webhooks/replays';
import type { WebhookStore } from '../store/webhooks/webhooks';
import type { ConversationClient } from '../temporal/conversation-client';
import type { RetentionClient } from '../temporal/retention-client';
import type { CheckAccount } from '../wechat/calls/check-account';
import type { PasswordSignIn } from './access/password-sign-in';
import type { BuiltConsole } from './console/built-console';
import type { DemoPhone } from './demo/routes';
import type { DemoLink } from './demo/sign-in';
import type { DemoWeChat } from './demo/wechat';
import type { ReadinessChecks, ReadinessWarnings } from './health/routes';
import type { AvailabilityHub } from './live/availability-hub';
import type { ChangeHub } from './live/change-hub';
import type { DraftHub } from './live/draft-hub';
import type { SinkLimits } from './live/event-sink';
import type { PresenceHub } from './live/presence-hub';
import type { SendTyping } from './messages/routes';
import type { RateLimits } from './middleware/rate-limit';
import type { TemporalUi } from './present/present-conversation';
import type { MakeQrCode } from './qr-codes/routes';
import type { WebhookOutcome } from './webhooks/routes';

/** The addresses of this desk, and how it is served. */
export type Site = {
  /** `PUBLIC_URL`: the address at which people and WeChat reach it. */
  readonly publicUrl: string;
  readonly version: string;
  /** `EGRESS_IPS`; empty: looked up on this host. */
  readonly egressIps: readonly string[];
  readonly temporalUi: TemporalUi;
  /** How many proxies are in front of us; never "all". */
  readonly trustProxyHops: number;
  /** Whether `/metrics`, and `/docs` with `/openapi.json`, are served. */
  readonly isExposed: { readonly metrics: boolean; readonly docs: boolean };
  /** The built console; null: its addresses say that it has not been built; absent: no console is served. */
  readonly console?: BuiltConsole | null;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/** Who works here, and how they sign in. */
export type People = {
  readonly operators: OperatorStore;
  readonly brands: BrandStore;
  readonly groups: GroupStore;
  readonly brandRouting: BrandRouting;
  readonly availability: AvailabilityStore;
  readonly hours: HoursStore;
  readonly apiTokens: ApiTokenStore;
  readonly sessions: SessionStore;
  readonly signInGuard: SignInGuard;
  readonly passwords: Passwords;
  readonly passwordSignIn: PasswordSignIn;
  readonly twoFactors: TwoFactorStore;
  readonly signInPolicy: SignInPolicyStore;
  readonly identities: IdentityStore;
  /** Single sign-on; null: there is none, nor are there rules for it. */
  readonly provider: OidcProvider | null;
  readonly oidcRules: OidcRules | null;
  readonly auditLog: AuditLog;
};

/** The connected accounts. */
export type Channels = {
  readonly channels: ChannelStore;
  readonly channelHealth: ChannelHealthStore;
  readonly checkAccount: CheckAccount;
  readonly qrCodes: QrCodes;
  readonly makeQrCode: MakeQrCode;
};

/** Bots, and how they are asked. */
export type Botting = {
  readonly bots: Bots;
  readonly askBot: AskBot;
  /** Whether an address that somebody enters may be called. */
  readonly checkAddress: GuardedClient['check'];
  readonly replyTokens: Pick<ReplyTokens, 'open'>;
  readonly speeches: BotSpeeches;
  /** What the files and menus of a bot's answer to a contact need. */
  readonly preparing: (bot: Bot, contactId: string) => PrepareAnswerDeps;
};

/** Outgoing webhooks; deliveries are made by workflows, and tests by the API. */
export type Webhooking = {
  readonly webhooks: WebhookStore;
  readonly webhookDeliveries: Pick<WebhookDeliveries, 'addTest'>;
  readonly deliveryLog: DeliveryLog;
  readonly webhookReplays: WebhookReplays;
  readonly deliver: Deliver;
};

/** What is waiting for each operator, and how they are alerted. */
export type Alerting = {
  readonly alerts: Alerts;
  readonly askedTransfers: AskedTransfers;
  readonly pushSubscriptions: PushSubscriptions;
  /** The public VAPID key. */
  readonly pushKey: string;
  readonly isPushEndpoint: (endpoint: string) => boolean;
};

/** What operators work on. */
export type Conversing = {
  readonly conversations: Conversations;
  readonly conversationFacts: ConversationFactsStore;
  readonly reports: Reports;
  readonly queuePages: QueuePages;
  readonly transcript: Transcript;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly contacts: Contacts;
  readonly erasures: Pick<Erasures, 'begin'>;
  readonly eraseWords: EraseWords;
  readonly sweepFiles: SweepFiles;
  readonly erasedContacts: ErasedContacts;
  readonly unfollowed: Unfollowed;
  readonly exports: Exports;
  readonly imports: Imports;
  readonly retention: Pick<RetentionStore, 'plan'>;
  readonly retentionClient: Pick<RetentionClient, 'runNow'>;
  readonly tags: Tags;
  readonly cannedReplies: CannedReplies;
  readonly macros: Macros;
  readonly macroRuns: MacroRuns;
  readonly findTextNames: FindTextNames;
  readonly conversationClient: Pick<
    ConversationClient,
    | 'reply'
    | 'cancel'
    | 'attend'
    | 'decline'
    | 'transfer'
    | 'transferToGroup'
    | 'complete'
    | 'reopen'
    | 'snooze'
    | 'unsnooze'
    | 'handback'
    | 'askRating'
    | 'botSpeech'
  >;
  /** Gives a message up as soon as the database is back, before the workflow is asked about it. */
  readonly giveUpLater: (messageId: string) => void;
  readonly sendTyping: SendTyping;
  /** Records that a message with an unknown outcome was sent again. Never rejects: the new message has left. */
  readonly markResolved: (messageId: string) => Promise<void>;
};

export type Files = {
  readonly attachments: Attachments;
  readonly mediaStore: MediaStore;
  /** This file has to be fetched from WeChat. */
  readonly fetchSoon: (attachmentId: string) => void;
};

/** What clients are told as it happens. */
export type Live = {
  readonly hub: ChangeHub;
  readonly presence: PresenceHub;
  readonly availabilityHub: AvailabilityHub;
  readonly draftHub: DraftHub;
  /** Ends all streams, so that the server can close. */
  readonly closing: AbortSignal;
  /** For tests. */
  readonly sinkLimits?: SinkLimits;
};

/** What WeChat delivers. */
export type Deliveries = {
  readonly channelOf: (channelId: string) => Promise<ChannelWithSecrets | null>;
  /** Makes an item durable. */
  readonly receive: (item: InboxItem) => Promise<ReceivedIn>;
  readonly rejected: RejectedDeliveries;
  /** Records that a delivery used previous credentials. */
  readonly recordFormerUse: FormerSecrets['recordUse'];
  /** Counts deliveries for metrics and alarms. */
  readonly count: (outcome: WebhookOutcome) => void;
};

/** How this process reports its state. */
export type Watch = {
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly readiness: ReadinessChecks;
  readonly warnings: ReadinessWarnings;
};

export type Limiting = {
  /** Counts of requests, shared by all API processes. */
  readonly rateCounts: RateCounts;
  /** Requests per minute; by default `DEFAULT_RATE_LIMITS`. */
  readonly rateLimits?: Partial<RateLimits> | undefined;
};

/** The simulator in WeChat's place. */
export type Demo = {
  /** The simulator's channel. */
  readonly channelId: () => string;
  readonly phone: DemoPhone;
  readonly wechat: DemoWeChat;
  readonly link: Pick<DemoLink, 'take'>;
  /** Moves the clock of a contact's chain; resolves when the time has passed. */
  readonly fastForward: (contactId: string, ms: number) => Promise<void>;
};

export type ApiParts = {
  readonly site: Site;
  readonly people: People;
  readonly channels: Channels;
  readonly conversing: Conversing;
  readonly botting: Botting;
  readonly webhooking: Webhooking;
  readonly alerting: Alerting;
  readonly files: Files;
  readonly live: Live;
  readonly deliveries: Deliveries;
  readonly watch: Watch;
  readonly limiting: Limiting;
  /** If absent, WeChat is the real one and there are no demo routes. */
  readonly demo?: Demo | undefined;
};
