/** What outgoing webhooks tell of. Names are an API: they are never renamed, only added. docs/webhooks.md says when each comes. */
export const WEBHOOK_EVENTS = [
  'conversation.started',
  'conversation.waiting',
  'conversation.missed',
  'conversation.attended',
  'conversation.returned',
  'conversation.transferred',
  'conversation.handed_over',
  'conversation.completed',
  'conversation.rated',
  'conversation.window_closing',
  'conversation.window_closed',
  'conversation.limit_reached',
  'message.received',
  'message.sent',
  'message.failed',
  'message.unknown',
  'message.held',
  'message.released',
  'message.cancelled',
  'note.added',
  'contact.created',
  'contact.updated',
  'contact.followed',
  'contact.unfollowed',
  'contact.scanned',
  'contact.blocked',
  'contact.erased',
  'channel.unhealthy',
  'channel.healthy',
  'webhook.test',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

export const WEBHOOK_FORMATS = ['native', 'salesiq'] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/** Why an endpoint is disabled: it answered 410, nothing but failures for five days, or an administrator did it. */
export const DISABLED_REASONS = ['gone', 'failing', 'by_hand'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

/** `failed`: it is tried again; `dead`: it is not. */
export const DELIVERY_STATES = ['pending', 'succeeded', 'failed', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
