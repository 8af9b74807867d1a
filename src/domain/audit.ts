/**
 * What the audit log records: actions of administrators, sign-ins, failed attempts to sign in, and changes of canned
 * replies and macros; and what webhooks gave up.
 */

export const AUDIT_ACTIONS = [
  'session.signed_in',
  'session.sign_in_failed',
  'session.locked_out',
  'session.signed_out',
  'session.all_ended',
  'password.changed',
  'password.change_failed',
  'operator.created',
  'operator.invited',
  'operator.invitation_accepted',
  'operator.changed',
  'operator.disabled',
  'operator.enabled',
  'operator.password_reset',
  'token.created',
  'token.revoked',
  'brand.created',
  'brand.changed',
  'brand.routing_changed',
  'group.created',
  'group.changed',
  'group.deleted',
  'channel.created',
  'channel.changed',
  'channel.deleted',
  'channel.former_secrets_ended',
  'channel.bot_paused',
  'channel.bot_resumed',
  'secret_key.changed',
  'contact.blocked',
  'contact.unblocked',
  'tag.renamed',
  'tag.deleted',
  'qr_code.created',
  'qr_code.changed',
  'qr_code.renewed',
  'qr_code.deleted',
  'canned_reply.created',
  'canned_reply.changed',
  'canned_reply.deleted',
  'macro.created',
  'macro.changed',
  'macro.deleted',
  'bot.created',
  'bot.changed',
  'bot.deleted',
  'webhook.created',
  'webhook.changed',
  'webhook.deleted',
  'webhook.rotated',
  'webhook.disabled',
  'webhook.delivery_dead',
  'webhook.redelivered',
  'webhook.replayed',
  'rejected_delivery.taken',
  'rejected_delivery.refused_again',
  'rejected_delivery.deleted',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** How a caller was authenticated: by a session, by an API token, or not at all; `system` is the program itself. */
export const AUDIT_VIAS = ['session', 'token', 'none', 'system'] as const;
export type AuditVia = (typeof AUDIT_VIAS)[number];

export const AUDIT_TARGETS = [
  'operator',
  'token',
  'brand',
  'group',
  'channel',
  'contact',
  'qr_code',
  'canned_reply',
  'macro',
  'bot',
  'webhook',
] as const;
export type AuditTarget = (typeof AUDIT_TARGETS)[number];
