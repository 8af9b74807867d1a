import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createTemporalClient } from '../../src/temporal/connection';
import { createConversationClient } from '../../src/temporal/conversation-client';
import { createStartFetch } from '../../src/temporal/media-client';

describe('a Temporal server that takes connections and never answers', () => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => sockets.add(socket));
  let client: ReturnType<typeof createTemporalClient>;

  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    const target = { address: `127.0.0.1:${address.port}`, namespace: 'default', isOwnServer: true };
    client = createTemporalClient(target);
  });
  afterAll(async () => {
    await client.connection.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  const conversations = () =>
    createConversationClient({
      client: async () => client,
      stored: async () => null,
      latest: async () => null,
      taskQueue: 'none',
      answerWithinMs: 300,
      signalWithinMs: 300,
    });
  const start = { contactId: 'contact', channelId: 'channel', brandId: 'brand' };
  const fact = { type: 'contactActed', messageId: 'message', action: 'scan', ageMs: 0 } as const;

  // Without a time limit the contact's queue would be stuck until the process is restarted.
  it('makes signals give up; the next sweep sends them again', async () => {
    await expect(conversations().signalWithStart(start, { facts: [fact] })).rejects.toThrow();
    await expect(conversations().signal('contact', { facts: [fact] })).rejects.toThrow();
    await expect(
      conversations().greet({ contactId: 'contact', eventMessageId: 'message' }, 'channel'),
    ).rejects.toThrow();
    const startFetch = createStartFetch({ client: async () => client, taskQueue: 'none', withinMs: 300 });
    await expect(startFetch('file')).rejects.toThrow();
  });

  it('leaves a wish unanswered', async () => {
    const target = {
      contactId: 'contact',
      conversationId: 'none',
      by: { operatorId: 'o', isAdministrator: false },
    };
    expect(await conversations().attend(target)).toEqual({ type: 'unanswered' });
  });
});
