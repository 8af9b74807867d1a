/** All routes of the API. A route that is not here is not in the OpenAPI document. */
import { attachmentRoutes } from './attachment';
import { auditRoutes } from './audit';
import { brandRoutes } from './brand';
import { cannedReplyRoutes } from './canned-reply';
import { channelRoutes } from './channel';
import { contactRoutes } from './contact';
import { conversationRoutes } from './conversation';
import { eventStreamRoutes } from './event-stream';
import { healthRoutes } from './health';
import { messageRoutes } from './message';
import { operatorRoutes } from './operator';
import { presenceRoutes } from './presence';
import { qrCodeRoutes } from './qr-code';
import { rejectedDeliveryRoutes } from './rejected-delivery';
import type { RouteContract } from './route-contract';
import { sessionRoutes } from './session';
import { tokenRoutes } from './token';

/** The administrative routes; the conversation side adds its own. */
export const ADMINISTRATION_ROUTES: readonly RouteContract[] = [
  ...sessionRoutes,
  ...tokenRoutes,
  ...operatorRoutes,
  ...brandRoutes,
  ...channelRoutes,
  ...auditRoutes,
  ...healthRoutes,
];

/** The routes of conversations, messages, contacts and the event stream. */
export const CONVERSATION_ROUTES: readonly RouteContract[] = [
  ...conversationRoutes,
  ...messageRoutes,
  ...attachmentRoutes,
  ...contactRoutes,
  ...cannedReplyRoutes,
  ...presenceRoutes,
  ...qrCodeRoutes,
  ...rejectedDeliveryRoutes,
  ...eventStreamRoutes,
];
