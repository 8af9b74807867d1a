import type { WebhookEvent } from './events';

/**
 * What SalesIQ's webhooks call our events; the others have no form there and are not told in it. The first message of a
 * conversation stands in `conversation.created`.
 */
export const SALESIQ_EVENTS = {
  'conversation.started': 'conversation.created',
  'conversation.attended': 'conversation.attender.updated',
  'conversation.transferred': 'conversation.attender.updated',
  'conversation.missed': 'conversation.missed',
  'conversation.completed': 'conversation.completed',
  'conversation.rated': 'conversation.rated',
  'message.received': 'conversation.visitor.replied',
  'message.sent': 'conversation.operator.replied',
} as const satisfies Partial<Record<WebhookEvent, string>>;
