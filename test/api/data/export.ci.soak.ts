/** An export of conversations that is read slowly. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ADMIN_TOKEN } from '../../support/administration-app';
import { type ConversationApp, startConversationApp } from '../../support/conversation-app';

let app: ConversationApp;
beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
afterAll(() => app.close());

it('waits for a slow reader instead of reading ahead', async () => {
  const { channelId } = await app.channel();
  const { contactId, conversationId } = await app.receive(channelId);
  for (let from = 1; from <= 10_000; from += 1_000) {
    await app.database.db.execute(`insert into messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, sender_kind)
      select 'm' || n, '${contactId}', '${channelId}', '${conversationId}', 'inbound', 'text',
        jsonb_build_object('type', 'text', 'text', repeat('字', 2000)), 1000 + n, 'contact'
      from generate_series(${from}, ${from + 999}) n`);
  }
  const answer = await fetch(`${app.url}/api/v1/export`, {
    headers: { Authorization: `Bearer ${ADMIN_TOKEN}` },
  });
  const reader = answer.body?.getReader();
  await reader?.read();
  const before = bytesInUse();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  // All of it has 60 MB.
  expect(bytesInUse() - before).toBeLessThan(40 * 1024 * 1024);
  let bytes = 0;
  for (let part = await reader?.read(); part?.done === false; part = await reader?.read())
    bytes += part.value.length;
  expect(bytes).toBeGreaterThan(60_000_000);
}, 60_000);

/** What this process holds on to, without what it has let go of. */
function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
