import { docsRoutes } from '../contracts/health';
import { createOpenApiDocument } from '../contracts/openapi';
import { createAlertRoutes } from './alerts/routes';
import { createAttachmentRoutes } from './attachments/routes';
import { createAuditRoutes } from './audit/routes';
import { createAvailabilityRoutes } from './availability/routes';
import { createLaterAnswerRoutes } from './bots/later-routes';
import { createBotRoutes } from './bots/routes';
import { createBrandRoutes } from './brands/routes';
import { createCannedReplyRoutes } from './canned-replies/routes';
import { createChannelRoutes } from './channels/routes';
import { createContactRoutes } from './contacts/routes';
import { createConversationWishes } from './conversation-wishes';
import { createConversationChangeRoutes } from './conversations/change-routes';
import { createConversationRoutes } from './conversations/routes';
import { createDemoAccountRoutes } from './demo/account-routes';
import { createDemoPhoneEventRoutes } from './demo/phone-events';
import { createDemoPhoneRoutes } from './demo/phone-routes';
import { createDemoRoutes } from './demo/routes';
import { createDemoSignInRoutes } from './demo/sign-in';
import { createDocsRoutes } from './docs/routes';
import { createDraftRoutes } from './drafts/routes';
import { createEventRoutes } from './events/routes';
import { createGroupRoutes } from './groups/routes';
import { createHealthRoutes, createIntakeRoutes, createMetricsRoutes } from './health/routes';
import { createHoursRoutes } from './hours/routes';
import { createImportRoutes } from './imports/routes';
import { createMacroRoutes } from './macros/routes';
import { createMessageRoutes } from './messages/routes';
import { createOperatorRoutes } from './operators/routes';
import { createOutgoingWebhookRoutes } from './outgoing-webhooks/routes';
import type { ApiParts } from './parts';
import { createPresenceRoutes } from './presence/routes';
import { type ConversationPresenter, createConversationPresenter } from './present/conversation-presenter';
import { createQrCodeRoutes } from './qr-codes/routes';
import { createQueueRoutes } from './queue/routes';
import { createReportRoutes } from './reports/routes';
import { createRetentionRoutes } from './retention/routes';
import type { Route } from './route';
import { createRoutingRoutes } from './routing/routes';
import { createSender, type Sender } from './send-message';
import { createSessionRoutes } from './session/routes';
import { createSingleSignOnRoutes } from './session/single-sign-on-routes';
import { createTwoFactorRoutes } from './session/two-factor-routes';
import { createTagRoutes } from './tags/routes';
import { createTokenRoutes } from './tokens/routes';
import { createExportRoutes } from './transcript/export-routes';
import { createTranscriptRoutes } from './transcript/routes';
import { createRejectedDeliveryRoutes } from './webhooks/rejected-routes';
import { createNoteWriter } from './write-note';

/**
 * Every route of the API, for production and tests alike. The OpenAPI document describes all of them, itself included.
 * What else is served is not part of the API: WeChat's webhook, the console and the files of `/docs`.
 */
export function createRoutes(parts: ApiParts): readonly Route[] {
  const { site, watch } = parts;
  const { metrics, docs } = site.isExposed;
  const routes = [
    ...createResourceRoutes(parts),
    ...createHealthRoutes(watch),
    ...createIntakeRoutes(watch),
    ...(metrics ? createMetricsRoutes(watch) : []),
  ];
  if (!docs) return routes;
  const contracts = [...routes.map(({ contract }) => contract), ...docsRoutes];
  // When somebody asks for it: it would add a quarter of a second to every start. `test/contracts/openapi.test.ts` makes it of all
  // routes, so that a faulty contract is found before.
  const makeDocument = () =>
    createOpenApiDocument(contracts, { version: site.version, serverUrl: site.publicUrl });
  return [...routes, ...createDocsRoutes({ makeDocument })];
}

function createResourceRoutes(parts: ApiParts): readonly Route[] {
  const { site, people, channels, conversing, botting, webhooking, alerting } = parts;
  const { files, live, deliveries, watch, demo } = parts;
  const { logger } = watch;
  const send = createSender({ ...channels, ...conversing, ...files, ...live, ...people, ...site, logger });
  const wishes = createConversationWishes({ ...conversing, ...alerting, ...live, ...people, ...site });
  const writeNote = createNoteWriter({ ...conversing, ...people });
  const present = createConversationPresenter({ ...conversing, ...site });
  return [
    ...createSessionRoutes({ ...people, ...site, isDemo: demo !== undefined }),
    ...createSingleSignOnRoutes({ ...people, ...site, isDemo: demo !== undefined, logger }),
    ...createTwoFactorRoutes({ ...people, ...site }),
    ...createTokenRoutes(people),
    ...createOperatorRoutes({ ...people, ...site }),
    ...createBrandRoutes(people),
    ...createGroupRoutes({ ...people, ...channels }),
    ...createAvailabilityRoutes(people),
    ...createRoutingRoutes(people),
    ...createHoursRoutes({ ...people, ...site }),
    ...createChannelRoutes({ ...channels, ...botting, ...people, ...site }),
    ...createBotRoutes({ ...botting, ...people, ...site }),
    ...createLaterAnswerRoutes({ ...botting, ...conversing, ...channels, ...site }),
    ...createOutgoingWebhookRoutes({ ...webhooking, ...botting, ...channels }),
    ...createAuditRoutes(people),
    ...createConversationRoutes({ ...conversing, ...people, ...site, wishes, present }),
    ...createQueueRoutes({ ...conversing, ...people, ...site, present }),
    ...createConversationChangeRoutes({ ...conversing, ...site, wishes, writeNote, present }),
    ...createMessageRoutes({ ...conversing, ...live, ...people, ...site, send, writeNote }),
    ...createTranscriptRoutes({ ...conversing, ...files, ...site, present }),
    ...createReportRoutes({ ...conversing, ...site }),
    ...createDraftRoutes(conversing),
    ...createAlertRoutes(alerting),
    ...createAttachmentRoutes(files),
    ...createContactRoutes({ ...conversing, ...watch }),
    ...createExportRoutes({ ...conversing, ...files, ...people, ...site, present }),
    ...createImportRoutes({ ...conversing, ...channels }),
    ...createRetentionRoutes({ ...conversing, ...people, ...site }),
    ...createTagRoutes(conversing),
    ...createCannedReplyRoutes(conversing),
    ...createMacroRoutes({ ...conversing, ...people, ...site, send, writeNote, wishes, present }),
    ...createPresenceRoutes({ ...conversing, ...live }),
    ...createQrCodeRoutes({ ...channels, ...people, ...site }),
    ...createRejectedDeliveryRoutes(deliveries),
    ...createEventRoutes({ ...conversing, ...alerting, ...live, ...people, ...site, logger }),
    ...createDemo(parts, send, present),
  ];
}

/** Only if the simulator stands in for WeChat. */
function createDemo(
  { site, people, channels, conversing, live, demo }: ApiParts,
  send: Sender,
  present: ConversationPresenter,
): readonly Route[] {
  if (demo === undefined) return [];
  return [
    ...createDemoRoutes({ ...conversing, ...site, ...demo, send, present }),
    ...createDemoSignInRoutes({ ...people, ...site, ...demo }),
    ...createDemoPhoneRoutes({ ...conversing, ...channels, ...site, ...demo, present }),
    ...createDemoPhoneEventRoutes({ ...live, ...demo }),
    ...createDemoAccountRoutes({ ...channels, ...demo }),
  ];
}
