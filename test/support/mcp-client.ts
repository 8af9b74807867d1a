/** Clients of the official SDK, for both ways to reach the MCP server. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Body } from './administration-app';

/** What a tool answered. */
export type ToolAnswer = {
  readonly isError: boolean;
  /** The structured content. */
  readonly data: Body;
  /** The text, which has to be the same as JSON. */
  readonly text: string;
};

export type McpClient = {
  readonly client: Client;
  readonly tools: () => Promise<readonly string[]>;
  readonly call: (name: string, args?: Readonly<Record<string, unknown>>) => Promise<ToolAnswer>;
};

/** A client that is connected over HTTP. */
export async function connectByHttp(
  url: string,
  token: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<McpClient> {
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', url), {
    requestInit: { headers: { Authorization: `Bearer ${token}`, ...headers } },
  });
  return connect(transport);
}

/** A client that starts the program `file` and is connected over its stdin and stdout. */
export async function connectByStdio(
  file: string,
  settings: { readonly DUIHUA_URL: string; readonly DUIHUA_TOKEN: string },
): Promise<McpClient> {
  return connect(new StdioClientTransport({ command: process.execPath, args: [file], env: { ...settings } }));
}

export async function connect(transport: Transport): Promise<McpClient> {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  return {
    client,
    async tools() {
      const { tools } = await client.listTools();
      return tools.map(({ name }) => name);
    },
    async call(name, args = {}) {
      const { isError, content, structuredContent } = await client.callTool({ name, arguments: { ...args } });
      const [block] = content as readonly { type: string; text: string }[];
      return {
        isError: isError === true,
        data: structuredContent as Body,
        text: block?.text ?? '',
      };
    },
  };
}
