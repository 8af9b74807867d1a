import type { RejectionReason } from '../../domain/rejection';

/**
 * Why a delivery to the webhook was rejected. The API maps the codes to statuses. `bad_envelope`: what is around the encrypted
 * part cannot be accepted, so it is not known who sent it.
 */
export type WebhookErrorCode =
  | 'bad_signature'
  | 'bad_envelope'
  | 'bad_encryption'
  | 'bad_xml'
  | 'bad_json'
  | 'wrong_account'
  | 'too_large';

/** Refusals before it is known that WeChat sent the request. */
type UnsignedReason = 'body' | 'query_form' | 'envelope' | 'signature' | 'msg_signature';

/**
 * A rejected delivery. The message is the same for every cause, so that the answers do not reveal where a forged request
 * failed. `code` and `reason` are for metrics, logs and administrators and never contain a value from the request.
 */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';

  constructor(
    readonly code: WebhookErrorCode,
    /** The exact cause, as a fixed snake_case word. */
    readonly reason: RejectionReason | UnsignedReason,
  ) {
    super('The delivery was refused.');
  }
}
