import path from 'node:path';
import { root } from './install.mjs';

/** Paths that the API answers; all others belong to the console. */
const OF_THE_API = '^/(?:api|webhooks|docs|openapi\\.json|healthz|readyz|metrics)(?:/|\\?|$)';

/**
 * Serves the console from its sources with Vite, on port 5173 or the next free one; Vite updates open pages after a change.
 * Requests for the API are passed on to `apiUrl`. Resolves with the console's address, without a trailing slash.
 */
export async function serveConsole(apiUrl) {
  const { createLogger, createServer } = await import('vite');
  const logger = createLogger('warn');
  const { error } = logger;
  logger.error = (message, options) => {
    // Open pages keep asking while the API restarts.
    if (!message.includes('proxy error')) error(message, options);
  };
  const server = await createServer({
    configFile: path.join(root, 'vite.config.mjs'),
    customLogger: logger,
    clearScreen: false,
    server: { proxy: { [OF_THE_API]: { target: apiUrl, configure: answerWhileAway } } },
  });
  await server.listen();
  const [url = ''] = server.resolvedUrls?.local ?? [];
  return url.replace(/\/$/, '');
}

/** Answers like the API while it starts. */
function answerWhileAway(proxy) {
  proxy.on('error', (_error, _request, response) => {
    if (!('writeHead' in response) || response.headersSent) return response.destroy?.();
    response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' });
    response.end(
      JSON.stringify({
        type: 'about:blank',
        title: 'Unavailable',
        status: 503,
        detail: 'The API is restarting. Try again in a few seconds.',
        code: 'unavailable',
      }),
    );
  });
}
