import type { Logger } from 'pino';
import { RATE_WINDOW_SECONDS } from '../api/middleware/rate-limit';
import type { Alerting, Conversing, People } from '../api/parts';
import type { SecretBox } from '../platform/secrets/secret-box';
import { createAlerts } from '../store/alerts/alerts';
import { createAskedTransfers } from '../store/alerts/asked-transfers';
import { createPushSubscriptions } from '../store/alerts/push-subscriptions';
import { createCannedReplies } from '../store/canned-replies/canned-replies';
import { createFormerSecrets, type FormerSecrets } from '../store/channels/former-secrets';
import { createQrCodes, type QrCodes } from '../store/channels/qr-codes';
import { createRejectedDeliveries, type RejectedDeliveries } from '../store/channels/rejected-deliveries';
import { createTags } from '../store/contacts/tags';
import { createConversationFacts } from '../store/conversations/conversation-facts';
import { createConversations } from '../store/conversations/conversations';
import { createDrafts } from '../store/drafts/drafts';
import type { Database } from '../store/engine/database-types';
import { createHoursStore } from '../store/hours/hours';
import { createImports } from '../store/imports/imports';
import { createMacroRuns } from '../store/macros/macro-runs';
import { createMacros } from '../store/macros/macros';
import { createFindTextNames } from '../store/macros/text-names';
import { createAuditLog } from '../store/people/audit-log';
import { createIdentityStore } from '../store/people/identities';
import { createSessionStore } from '../store/people/sessions';
import { createSignInGuard } from '../store/people/sign-in-guard';
import { createSignInPolicy } from '../store/people/sign-in-policy';
import { createTwoFactorStore } from '../store/people/two-factors';
import { createErasedContacts } from '../store/privacy/erased-contacts';
import { createExports } from '../store/privacy/exports';
import { createUnfollowed } from '../store/privacy/unfollowed';
import { createRateCounts, type RateCounts } from '../store/rate-limits/rate-counts';
import { createReports } from '../store/reports/reports';
import { createAvailability } from '../store/routing/availability';
import { createBrandRouting } from '../store/routing/brand-routing';
import { createGroupStore } from '../store/routing/groups';
import { createOperatorStreams, type OperatorStreams } from '../store/routing/operator-streams';
import { createQueuePages } from '../store/routing/queue-page';
import { createOutbox } from '../store/transcript/outbox';
import { createTranscript } from '../store/transcript/transcript';
import { markResolved } from '../store/transcript/unknown-outcomes';

/** The stores that only the API uses, grouped by purpose. */
export type ApiStores = {
  readonly signIn: Pick<
    People,
    | 'sessions'
    | 'signInGuard'
    | 'twoFactors'
    | 'signInPolicy'
    | 'identities'
    | 'auditLog'
    | 'groups'
    | 'brandRouting'
    | 'availability'
    | 'hours'
  >;
  readonly conversing: Pick<
    Conversing,
    | 'conversations'
    | 'conversationFacts'
    | 'queuePages'
    | 'reports'
    | 'transcript'
    | 'outbox'
    | 'drafts'
    | 'tags'
    | 'cannedReplies'
    | 'macros'
    | 'macroRuns'
    | 'findTextNames'
    | 'markResolved'
    | 'erasedContacts'
    | 'unfollowed'
    | 'exports'
    | 'imports'
  >;
  readonly alerting: Pick<Alerting, 'alerts' | 'askedTransfers' | 'pushSubscriptions'>;
  readonly qrCodes: QrCodes;
  readonly rejected: RejectedDeliveries;
  readonly formerSecrets: FormerSecrets;
  readonly rateCounts: RateCounts;
  readonly operatorStreams: OperatorStreams;
};

/** Creates them on a database that is open and migrated. */
export function createApiStores({
  database,
  secretBox,
  logger,
}: {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly logger: Logger;
}): ApiStores {
  return {
    signIn: {
      sessions: createSessionStore(database, { secretBox }),
      signInGuard: createSignInGuard(database),
      twoFactors: createTwoFactorStore(database, { secretBox, clock: Date.now }),
      signInPolicy: createSignInPolicy(database),
      identities: createIdentityStore(database),
      auditLog: createAuditLog(database),
      groups: createGroupStore(database),
      brandRouting: createBrandRouting(database),
      availability: createAvailability(database),
      hours: createHoursStore(database),
    },
    conversing: {
      conversations: createConversations(database, (conversationId, error) => {
        logger.warn({ err: error, conversationId }, 'a stored conversation could not be read');
      }),
      conversationFacts: createConversationFacts(database),
      reports: createReports(database),
      queuePages: createQueuePages(database),
      transcript: createTranscript(database),
      outbox: createOutbox(database),
      drafts: createDrafts(database),
      tags: createTags(database),
      cannedReplies: createCannedReplies(database),
      macros: createMacros(database),
      macroRuns: createMacroRuns(database),
      findTextNames: createFindTextNames(database),
      erasedContacts: createErasedContacts(database),
      unfollowed: createUnfollowed(database),
      exports: createExports(database),
      imports: createImports(database),
      markResolved: (messageId) =>
        markResolved(database, messageId).catch((error: unknown) => {
          logger.warn({ err: error, messageId }, 'a message that was sent again still counts as unknown');
        }),
    },
    alerting: {
      alerts: createAlerts(database),
      askedTransfers: createAskedTransfers(database),
      pushSubscriptions: createPushSubscriptions(database, { secretBox }),
    },
    qrCodes: createQrCodes(database),
    rejected: createRejectedDeliveries(database, { secretBox }),
    formerSecrets: createFormerSecrets(database),
    rateCounts: createRateCounts(database, RATE_WINDOW_SECONDS),
    operatorStreams: createOperatorStreams(database),
  };
}
