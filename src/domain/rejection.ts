/**
 * Why a delivery of WeChat that carried a right signature could not be taken. Such a one is kept aside for an
 * administrator, who finds a sentence for each of these words.
 */
export const REJECTION_REASONS = [
  // It could not be opened.
  'not_encrypted',
  'ciphertext',
  // It could not be read.
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
  // It is for somebody else.
  'to_user_name',
  'query_openid',
] as const;

export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Whether a word is one of ours: rows may be older or younger than this version. */
export function isRejectionReason(word: string): word is RejectionReason {
  return (REJECTION_REASONS as readonly string[]).includes(word);
}
