/** What the tools of the MCP server refuse, whoever calls them with whatever. */
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import fc from 'fast-check';
import type { TokenScope } from '../../../src/domain/token-scopes';
import { TOOLS } from '../../../src/mcp/tools';
import type { Body } from '../../support/administration-app';
import { type ConversationApp, startConversationApp } from '../../support/conversation-app';
import { connectByHttp, type McpClient } from '../../support/mcp-client';
import { type McpDesk, mcpDesk, tokenOf } from '../../support/mcp-desk';

let app: ConversationApp;
let desk: McpDesk;
let mcp: McpClient;
beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  desk = await mcpDesk(app);
  mcp = await connectByHttp(app.url, desk.anna.token);
});
afterAll(() => app.close());

const api = async (path: string): Promise<Body> =>
  (await app.call('GET', `/api/v1/${path}`, undefined, { token: desk.anna.token })).body;
const withScopes = async (...scopes: TokenScope[]) =>
  connectByHttp(app.url, await tokenOf(app, desk.anna, scopes));
const itself = () => ({ conversationId: desk.conversationId });

describe('refusals', () => {
  it('hide what another brand has, whatever the tool', async () => {
    const stranger = await app.operator([(await app.channel()).brandId]);
    const theirs = await connectByHttp(app.url, stranger.token);
    const { conversationId, contactId } = desk;
    const calls: readonly (readonly [string, object])[] = [
      ['get_conversation', {}],
      ['read_transcript', {}],
      ['add_note', { text: 'x' }],
      ['draft_reply', { text: 'x' }],
      ['attend', {}],
      ['complete', {}],
      ['transfer', { operatorId: stranger.id }],
      ['send_reply', { text: 'x' }],
    ];
    for (const [tool, args] of calls) {
      expect(await theirs.call(tool, { conversationId, ...args })).toMatchObject({
        isError: true,
        data: { code: 'not_found', status: 404 },
      });
    }
    for (const [tool, args] of [
      ['get_contact', {}],
      ['tag_contact', { tags: [] }],
    ] as const) {
      expect((await theirs.call(tool, { contactId, ...args })).data['code']).toBe('not_found');
    }
    expect((await theirs.call('search', { q: '你好' })).data['items']).toEqual([]);
    expect((await theirs.call('list_conversations')).data['items']).toEqual([]);
    expect((await theirs.call('list_contacts')).data['items']).toEqual([]);
    expect((await mcp.call('list_contacts')).data['items']).toHaveLength(1);
  });

  it('name the scope that a call lacks, although the tool is not listed', async () => {
    const reader = await withScopes('read');
    for (const [tool, required] of [
      ['attend', 'write'],
      ['send_reply', 'send'],
    ] as const) {
      expect(
        await reader.call(tool, { ...itself(), ...(tool === 'attend' ? {} : { text: 'x' }) }),
      ).toMatchObject({
        isError: true,
        data: { code: 'insufficient_scope', status: 403, required },
      });
    }
    expect((await api(`conversations/${desk.conversationId}`))['state']).toBe('waiting');
    const writer = await withScopes('write');
    expect((await writer.call('get_conversation', itself())).data).toMatchObject({ required: 'read' });
  });

  it.each<[string, string, object, string]>([
    ['an argument that there is not', 'get_conversation', { conversationID: 'x' }, 'conversationID'],
    ['a missing id', 'get_conversation', {}, 'conversationId'],
    ['an id that is no text', 'get_contact', { contactId: 7 }, 'contactId'],
    ['a limit out of range', 'list_conversations', { limit: 101 }, 'limit'],
    ['a limit that is no number', 'list_conversations', { limit: {} }, 'limit'],
    ['a cursor that is none', 'list_conversations', { cursor: 'x' }, 'cursor'],
    ['a state that is none', 'list_conversations', { state: ['lost'] }, 'state'],
    ['no words to search for', 'search', {}, 'q'],
  ])('say what is wrong with %s', async (_name, tool, args, path) => {
    expect(await mcp.call(tool, { ...args })).toMatchObject({
      isError: true,
      data: { code: 'invalid_request', errors: expect.arrayContaining([expect.objectContaining({ path })]) },
    });
  });

  it('answer a tool that does not exist with an error of the protocol', async () => {
    await expect(mcp.call('delete_everything')).rejects.toThrow(McpError);
  });

  it('answer ids that cannot be one as not found', async () => {
    for (const conversationId of ['..', '.', '', 'counts', 'x'.repeat(65), 'a\0b', 'a/b?c'])
      expect((await mcp.call('get_conversation', { conversationId })).data['code']).toBe('not_found');
  });

  // By an address it would arrive as U+FFFD. Found by `test/fuzz/mcp.soak.ts`, seed 305416.
  it('answer half a surrogate pair in a search as a text that nobody has', async () => {
    for (const argument of ['tag', 'q'])
      expect(await mcp.call('list_contacts', { [argument]: '\ud800' })).toMatchObject({
        isError: false,
        data: { items: [] },
      });
  });

  it('answer any arguments without an error of ours', async () => {
    const ids = { conversationId: desk.conversationId, contactId: desk.contactId };
    const argument = (name: string) =>
      name in ids
        ? fc.oneof(fc.constant(ids[name as keyof typeof ids]), fc.anything())
        : fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue(), fc.constant(undefined));
    // What changes who may call would end the test.
    for (const { name, inputSchema } of TOOLS.filter((tool) => tool.name !== 'complete')) {
      const given = fc.record(
        Object.fromEntries(Object.keys(inputSchema.properties).map((one) => [one, argument(one)])),
        { requiredKeys: [] },
      );
      await fc.assert(
        fc.asyncProperty(given, async (args) => {
          const sent = JSON.parse(JSON.stringify(args)) as Record<string, unknown>;
          const { data, isError } = await mcp.call(name, sent);
          if (isError) expect(data['code']).not.toBe('internal');
        }),
        { numRuns: 25 },
      );
    }
  });
});
