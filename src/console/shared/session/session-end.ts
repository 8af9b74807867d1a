/** Features register here what they must forget at sign-out, apart from the cache. */
const listeners = new Set<() => void>();

/** Calls `forget` at the end of every session, as long as the page is open. */
export function onSessionEnd(forget: () => void): void {
  listeners.add(forget);
}

/** Runs all registered functions. Only the code that ends a session calls this. */
export function announceSessionEnd(): void {
  for (const forget of listeners) forget();
}

/** What has to reach the server before the sign-out. */
const last = new Set<() => Promise<void>>();

/** Waits for `work` at each sign-out, until the returned function is called. It must not fail. */
export function beforeSignOut(work: () => Promise<void>): () => void {
  last.add(work);
  return () => void last.delete(work);
}

/** Runs what is registered. Only the code that signs out calls this. */
export async function finishBeforeSignOut(): Promise<void> {
  await Promise.all([...last].map((work) => work()));
}
