/** The longest draft, in bytes of UTF-8: much longer than a message may be, because what is too long is shortened later. */
export const LONGEST_DRAFT_BYTES = 16_384;
