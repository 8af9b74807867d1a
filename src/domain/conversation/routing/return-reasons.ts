/** Why a conversation goes back to the queue: its operator was silent, hands over, or may not attend any more. */
export const RETURN_REASONS = ['silent', 'handing_over', 'operator_disabled'] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];
