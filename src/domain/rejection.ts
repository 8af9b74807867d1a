/**
 * Why a delivery from WeChat with a valid signature could not be accepted. Such deliveries are stored for an
 * administrator, and the console has a sentence for each reason.
 */
export const REJECTION_REASONS = [
  // It could not be decrypted.
  'not_encrypted',
  'ciphertext',
  // It could not be parsed.
  'no_element',
  'root',
  'malformed',
  'cdata_without_end',
  'comment_without_end',
  'doctype',
  'instruction',
  'entity',
  'too_many_tags',
  'depth_or_name',
  'name',
  'not_utf8',
  'doubled_field',
  'openid_form',
  'json',
  'doubled_key',
  // It is meant for another account.
  'to_user_name',
  'query_openid',
] as const;

export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Whether this version knows the reason: rows may have been written by an older or newer one. */
export function isRejectionReason(word: string): word is RejectionReason {
  return (REJECTION_REASONS as readonly string[]).includes(word);
}
