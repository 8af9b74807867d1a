const KEPT_MS = 10 * 60_000;
const KEPT_ENTRIES = 100_000;

/**
 * Notices a different body with a signature that was seen before: someone may have intercepted a query string. It only
 * raises an alarm; a valid signature is accepted any number of times (docs/webhook.md), and the store recognises
 * repeats.
 */
export type ReplayTripwire = {
  readonly isSuspicious: (signature: string, bodyHash: string, now: number) => boolean;
};

/** Remembers at most 100,000 signatures for 10 minutes; the oldest are dropped first. */
export function createReplayTripwire(): ReplayTripwire {
  const seen = new Map<string, { readonly bodyHash: string; readonly at: number }>();
  return {
    isSuspicious(signature, bodyHash, now) {
      const known = seen.get(signature);
      if (known !== undefined && now - known.at < KEPT_MS) return known.bodyHash !== bodyHash;
      seen.delete(signature);
      seen.set(signature, { bodyHash, at: now });
      for (const [oldest, { at }] of seen) {
        if (seen.size <= KEPT_ENTRIES && now - at < KEPT_MS) break;
        seen.delete(oldest);
      }
      return false;
    },
  };
}
