/**
 * The MCP server for an assistant on somebody's own computer: speaks MCP on stdin and stdout, and calls the API of a
 * desk. `DUIHUA_URL` and `DUIHUA_TOKEN` say which desk and as whom.
 *   node dist/mcp.js
 */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createHttpCaller } from './mcp/http-caller';
import { createMcpServer } from './mcp/server';
import { readStdioSettings } from './mcp/stdio-settings';

/** Put in by the build, which makes one file of this program (`scripts/build-program.mjs`). */
declare const DUIHUA_VERSION: string | undefined;

async function start(): Promise<void> {
  const settings = readStdioSettings(process.env);
  if ('errors' in settings) {
    // stdout belongs to the protocol.
    for (const line of settings.errors) console.error(line);
    process.exitCode = 1;
    return;
  }
  const version = typeof DUIHUA_VERSION === 'string' ? DUIHUA_VERSION : '0.0.0';
  const server = createMcpServer(createHttpCaller(settings), { version });
  // Its text is not repeated: clients keep stderr in a log.
  server.onerror = () => console.error('A message on stdin could not be read.');
  // The transport ends by itself only when it cannot find the end of a message.
  server.onclose = () => {
    console.error('A message on stdin was too long; the MCP server ends.');
    process.exitCode = 1;
  };
  // The client has gone: nobody reads answers any more.
  process.stdout.on('error', () => process.exit());
  await server.connect(new StdioServerTransport());
}

start().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'The MCP server could not be started.');
  process.exitCode = 1;
});
