/** The MCP server at `/mcp` (Streamable HTTP): stateless, for API tokens only. */
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { ErrorCode } from '@modelcontextprotocol/sdk/types.js';
import type { RequestHandler, Response, Router } from 'express';
import { createMcpServer } from '../../mcp/server';
import { createExactRouter } from '../exact-router';
import { jsonBody } from '../middleware/json-body';
import { noStore } from '../middleware/security-headers';
import { ApiError } from '../problems';
import type { InProcessCallers } from './in-process-caller';
import { refuseForeignBrowsers } from './refuse-foreign-browsers';

const PATH = '/mcp';

type Deps = {
  readonly publicUrl: string;
  readonly version: string;
  readonly callerFor: InProcessCallers;
  /** Authentication and the limits of the API. */
  readonly authentication: readonly RequestHandler[];
};

/**
 * `POST /mcp`: one JSON-RPC message in, its answer out as JSON. There is no session: a request is judged by its token
 * alone, an `Mcp-Session-Id` means nothing, and no answer has one. There is nothing to listen to either, so every other
 * method is 405. A refusal before the message is read (403, 401, 429, 413, 415, malformed JSON) is a problem, as
 * everywhere.
 */
export function createMcpRouter({ publicUrl, version, callerFor, authentication }: Deps): Router {
  const router = createExactRouter();
  router.post(
    PATH,
    noStore,
    refuseForeignBrowsers(publicUrl),
    requireBearer,
    ...authentication,
    ...jsonBody,
    async (request, response) => {
      const body: unknown = request.body;
      // Each message counts in the caller's limit, and MCP has had no batches since 2025-06-18.
      if (Array.isArray(body))
        return refuse(response, 400, ErrorCode.InvalidRequest, 'Send one message at a time.');
      const server = createMcpServer(callerFor({ request, response }), { version });
      // Without a generator of session ids it is stateless, and takes one request.
      const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
      response.once('close', () => void server.close());
      await server.connect(transport);
      await transport.handleRequest(request, response, body ?? null);
    },
  );
  router.all(PATH, noStore, (_request, response) => {
    response.setHeader('Allow', 'POST');
    refuse(
      response,
      405,
      ErrorCode.ConnectionClosed,
      'Only POST is supported: there is no session and no stream.',
    );
  });
  return router;
}

/** A cookie is not enough: what a browser sends by itself must not reach a tool. */
const requireBearer: RequestHandler = (request, _response, next) => {
  if (request.headers.authorization === undefined) {
    throw new ApiError('unauthenticated', {}, { detail: 'Send an API token as "Authorization: Bearer …".' });
  }
  next();
};

/** As the SDK's transport answers what it does not take. */
function refuse(response: Response, status: number, code: number, message: string): void {
  response.status(status).json({ jsonrpc: '2.0', error: { code, message }, id: null });
}
