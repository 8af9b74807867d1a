import type { RejectionReason } from '../../domain/rejection';

/** Why a delivery of WeChat's webhook was not taken. The API maps it to a status: 401, 401, 400, 400, 413. */
export type WebhookErrorCode = 'bad_signature' | 'bad_encryption' | 'bad_xml' | 'wrong_account' | 'too_large';

/** Refusals before it is known that WeChat sent the request. */
type UnsignedReason = 'body' | 'query_form' | 'envelope' | 'signature' | 'msg_signature';

/**
 * A delivery that is refused. The message is the same for every cause, so that nobody can learn from the
 * answers where a forged request failed; `code` and `reason` are for counters, logs and administrators
 * and never hold a value of the request.
 */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';

  constructor(
    readonly code: WebhookErrorCode,
    /** What exactly, as a fixed snake_case word. */
    readonly reason: RejectionReason | UnsignedReason,
  ) {
    super('The delivery was refused.');
  }
}
