/** What has to be forgotten when somebody signs out, beside the cache: each feature that holds something tells how. */
const listeners = new Set<() => void>();

/** Calls `forget` whenever a session ends, as long as the page lives. */
export function onSessionEnd(forget: () => void): void {
  listeners.add(forget);
}

/** For the one place that ends sessions. */
export function announceSessionEnd(): void {
  for (const forget of listeners) forget();
}
