/** Ends the server that the set-up started. Where Jest itself is killed, the server ends by itself. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.duihuaTestServer?.stop();
}
