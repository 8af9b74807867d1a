/** Features register here what they must forget when somebody signs out, apart from the cache. */
const listeners = new Set<() => void>();

/** Calls `forget` at the end of every session, as long as the page is open. */
export function onSessionEnd(forget: () => void): void {
  listeners.add(forget);
}

/** Runs all registered functions. Only the code that ends a session calls this. */
export function announceSessionEnd(): void {
  for (const forget of listeners) forget();
}
