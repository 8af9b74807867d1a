/** Ends the servers that the set-up started. Where Jest itself is killed, they end by themselves. */
export default async function globalTeardown(): Promise<void> {
  await Promise.all([globalThis.duihuaTestServer?.stop(), globalThis.duihuaTestPostgres?.stop()]);
}
