/** Stops the servers that the set-up started. If Jest itself is killed, they stop on their own. */
export default async function globalTeardown(): Promise<void> {
  await Promise.all([globalThis.duihuaTestServer?.stop(), globalThis.duihuaTestPostgres?.stop()]);
}
