import path from 'node:path';
import { root } from './install.mjs';

/** What the API answers; everything else is the console's. */
const OF_THE_API = '^/(?:api|webhooks|docs|openapi\\.json|healthz|readyz|metrics)(?:/|\\?|$)';

/**
 * Serves the console from its sources by Vite, which tells the browser of changes, on 5173 or the next free port. The
 * rest is passed on to the API at `apiUrl`. Resolves with the console's address, without a slash at its end.
 */
export async function serveConsole(apiUrl) {
  const { createLogger, createServer } = await import('vite');
  const logger = createLogger('warn');
  const { error } = logger;
  logger.error = (message, options) => {
    // The console asks on while the API restarts.
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

/** As the API answers while it starts. */
function answerWhileAway(proxy) {
  proxy.on('error', (_error, _request, response) => {
    if (!('writeHead' in response) || response.headersSent) return response.destroy?.();
    response.writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' });
    response.end(
      JSON.stringify({
        type: 'about:blank',
        title: 'Unavailable',
        status: 503,
        detail: 'The API restarts. Try again in a few seconds.',
        code: 'unavailable',
      }),
    );
  });
}
