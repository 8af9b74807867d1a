/** The MCP server: which tools there are, and what each call answers. It keeps nothing between two requests. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  type ListToolsResult,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { PROBLEMS, type ProblemError } from '../contracts/problem';
import type { Caller, ToolProblem } from './caller';
import { UNTRUSTED_NOTICE } from './present';
import { type Tool, toApiCall } from './tool';
import { TOOLS } from './tools';

const INSTRUCTIONS = [
  'Duihua is a service desk for WeChat: contacts write to an account, and operators answer in conversations.',
  'The tools act as the operator whose token is used, with that operator’s brands and rights.',
  UNTRUSTED_NOTICE,
  'A refused call has isError and a problem with `code`, `detail` and the facts of the code; a refusal by WeChat’s limits',
  '(window_closed, consecutive_limit_reached) stays until the contact writes again. If a call is answered with',
  '`unavailable`, wait `retryAfterSeconds` and read the conversation before you repeat a change.',
].join(' ');

/**
 * Only the method: the SDK answers a request that is not as its own schemas want with an internal error (-32603), as if it were
 * ours.
 */
const listToolsSchema = z.looseObject({ method: z.literal('tools/list') });
const callToolSchema = z.looseObject({ method: z.literal('tools/call') });

/**
 * Makes a server that calls the API with `caller`. One per connection: connect it to a transport, and close it
 * afterwards.
 */
export function createMcpServer(caller: Caller, { version }: { readonly version: string }): Server {
  const server = new Server(
    { name: 'duihua', title: 'Duihua', version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(listToolsSchema, () => listTools(caller));
  server.setRequestHandler(callToolSchema, async (request) => {
    const { data, success } = CallToolRequestSchema.safeParse(request);
    if (!success) throw new McpError(ErrorCode.InvalidParams, 'The parameters are not those of tools/call.');
    const { params } = data;
    const tool = TOOLS.find(({ name }) => name === params.name);
    // Not repeated in the message: it may be anything.
    if (tool === undefined) throw new McpError(ErrorCode.InvalidParams, 'There is no such tool.');
    return callTool(caller, tool, params.arguments ?? {});
  });
  return server;
}

/** Only what the token's scopes allow; whether its operator may, the API says at each call. */
async function listTools(caller: Caller): Promise<ListToolsResult> {
  const scopes = await caller.scopes();
  const allowed = TOOLS.filter(
    ({ contract }) => contract.scope !== undefined && scopes.includes(contract.scope),
  );
  return {
    tools: allowed.map(({ name, title, description, inputSchema, annotations }) => ({
      name,
      title,
      description,
      inputSchema: {
        ...inputSchema,
        properties: { ...inputSchema.properties },
        required: [...inputSchema.required],
      },
      annotations,
    })),
  };
}

async function callTool(
  caller: Caller,
  tool: Tool,
  given: Readonly<Record<string, unknown>>,
): Promise<CallToolResult> {
  const call = toApiCall(tool, given);
  if ('errors' in call) return toResult(invalidArguments(call.errors), true);
  const answer = await caller.call(call);
  return answer.type === 'answered'
    ? toResult(tool.present(answer.body), false)
    : toResult(answer.problem, true);
}

/** The object, and the same as JSON for clients that know no structured content. */
function toResult(value: object, isError: boolean): CallToolResult {
  return {
    ...(isError ? { isError } : {}),
    content: [{ type: 'text', text: JSON.stringify(value) }],
    structuredContent: { ...value },
  };
}

function invalidArguments(errors: readonly ProblemError[]): ToolProblem {
  const [first] = errors;
  return {
    type: 'about:blank',
    ...PROBLEMS.invalid_request,
    detail: first === undefined ? 'is not valid.' : `${first.path}: ${first.message}.`,
    code: 'invalid_request',
    errors: [...errors],
  };
}
