/** Why a delivery of WeChat's webhook was not taken. The API maps it to a status: 401, 401, 400, 400, 413. */
export type WebhookErrorCode = 'bad_signature' | 'bad_encryption' | 'bad_xml' | 'wrong_account' | 'too_large';

/**
 * A delivery that is refused. The message is the same for every cause, so that nobody can learn from the
 * answers where a forged request failed (fault-matrix I5); `code` and `reason` are for counters and logs
 * and never hold a value of the request.
 */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';

  constructor(
    readonly code: WebhookErrorCode,
    /** What exactly, as a fixed snake_case word: `doctype`, `doubled_field`, `openid_form`, … */
    readonly reason: string,
  ) {
    super('The delivery was refused.');
  }
}
