/** All routes of the API. A route that is not here is not in the OpenAPI document. */

import { channelRoutes } from './channels/channel';
import { qrCodeRoutes } from './channels/qr-code';
import { rejectedDeliveryRoutes } from './channels/rejected-delivery';
import { attachmentRoutes } from './conversations/attachment';
import { cannedReplyRoutes } from './conversations/canned-reply';
import { contactRoutes } from './conversations/contact';
import { conversationRoutes } from './conversations/conversation';
import { eventStreamRoutes } from './conversations/event-stream';
import { messageRoutes } from './conversations/message';
import { presenceRoutes } from './conversations/presence';
import { healthRoutes } from './health';
import { auditRoutes } from './people/audit';
import { brandRoutes } from './people/brand';
import { operatorRoutes } from './people/operator';
import { sessionRoutes } from './people/session';
import { tokenRoutes } from './people/token';
import type { RouteContract } from './route-contract';

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
