const PER_MINUTE_LIMIT = 45011;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const BEIJING_OFFSET_MS = 8 * 60 * MINUTE_MS;

/**
 * When a used-up call limit ends, in epoch ms: after a minute, or at the next midnight in Beijing
 * (docs/wechat.md#calls).
 */
export function quotaPauseUntil(wechatCode: number, now: number): number {
  if (wechatCode === PER_MINUTE_LIMIT) return now + MINUTE_MS;
  const beijing = now + BEIJING_OFFSET_MS;
  return now + (DAY_MS - (beijing % DAY_MS));
}
