/** The API as an Express app. It does not listen and reads no environment; everything it needs is passed in. */
import type { Express, Router } from 'express';
import { createConsoleRouter } from './console/routes';
import { createDocsFiles } from './docs/routes';
import { createExactApp } from './exact-router';
import { createInProcessCallers } from './mcp/in-process-caller';
import { createMcpRouter } from './mcp/routes';
import { createAuthentication } from './middleware/authentication';
import { createHttpMetrics } from './middleware/http-metrics';
import { jsonBody } from './middleware/json-body';
import { createRateLimits } from './middleware/rate-limit';
import { receiveWithin } from './middleware/receive-within';
import { createRequestLog } from './middleware/request-log';
import { createSecurityHeaders, noStore } from './middleware/security-headers';
import { createSessionCookie, refuseForeignPages } from './middleware/session-cookie';
import { type MountOptions, mount } from './mount';
import type { ApiParts } from './parts';
import { createProblemHandler, noSuchRoute } from './problems';
import type { Route } from './route';
import { createRoutes } from './routes';
import { createWebhookRouter } from './webhooks/routes';

/** For a JSON body or a webhook's. */
const BODY_WITHIN_MS = 10_000;
/** Everything below it needs a signed-in caller, except for routes whose contract says `public` or `token`. */
const API = '/api/v1';

/**
 * The app with all routes. The order matters for security: time limit for bodies, log and headers; webhooks; under
 * `/api/v1` rate limits, the routes that need no sign-in or bring their own token, authentication, and only then bodies
 * and routes (`/mcp` checks in the same order); then the console, health and docs.
 */
export function createApp(parts: ApiParts, options: MountOptions = {}): Express {
  const { site, people, watch, limiting } = parts;
  const { publicUrl } = site;
  const routes = createRoutes(parts);
  const { signIn, ofToken, uploads, streams, api, open } = grouped(routes);
  const limits = createRateLimits(limiting.rateCounts, limiting.rateLimits);
  const cookie = createSessionCookie(publicUrl);
  const app = createExactApp();
  app.set('trust proxy', site.trustProxyHops);
  app.set('query parser', 'simple');
  app.use(receiveWithin(BODY_WITHIN_MS, (request) => uploads.has(`${request.method} ${request.path}`)));
  app.use(createRequestLog(watch.logger), createHttpMetrics(watch.metrics), createSecurityHeaders(publicUrl));
  app.use('/webhooks/wechat', createWebhooks(parts));

  app.use(API, noStore);
  app.use(
    signIn.map(({ contract }) => contract.path),
    limits.signIn,
  );
  app.use(mount(signIn, { ...options, before: [...jsonBody, refuseForeignPages(publicUrl)] }));
  // Bots that answer later: many come from one address, and none can guess a token.
  app.use(mount(ofToken, { ...options, before: [limits.open, ...jsonBody] }));
  const authentication = createAuthentication({ ...people, cookie, publicUrl });
  const authenticated = [limits.unauthenticated(authentication), limits.signedIn];
  const callerFor = createInProcessCallers({ ...watch, routes });
  app.use(createMcpRouter({ ...site, callerFor, authentication: authenticated }));
  app.use(API, ...authenticated);
  app.use(mount(streams, options));
  app.use(mount(api, { ...options, before: jsonBody }));

  // Before the limit: one page loads many files, and browsers cache them.
  if (site.console !== undefined) app.use(createConsoleRouter({ built: site.console }));
  app.use(limits.open);
  app.use(mount(open, options));
  if (site.isExposed.docs) app.use(createDocsFiles());
  app.use(noSuchRoute);
  app.use(createProblemHandler(watch.logger));
  return app;
}

/** The webhooks that WeChat calls: plain text both ways, by its own rules. */
function createWebhooks({ deliveries, channels, watch }: ApiParts): Router {
  return createWebhookRouter({
    ...deliveries,
    keepRejected: deliveries.rejected.keep,
    markVerified: channels.channels.markVerified,
    logger: watch.logger,
  });
}

/** Routes grouped by what has to run before them. */
function grouped(routes: readonly Route[]) {
  const isOfApi = ({ contract }: Route): boolean => contract.path.startsWith(`${API}/`);
  const isPublic = ({ contract }: Route): boolean => contract.access === 'public';
  const isStream = ({ contract }: Route): boolean => contract.isStream === true;
  const isOfToken = ({ contract }: Route): boolean => contract.access === 'token';
  const own = routes.filter((route) => isOfApi(route) && !isPublic(route) && !isOfToken(route));
  return {
    /** Sign-in: open to everyone, with tight limits. */
    signIn: routes.filter((route) => isOfApi(route) && isPublic(route)),
    ofToken: routes.filter(isOfToken),
    /** Routes with large bodies, as `POST /path`. */
    uploads: new Set(
      routes
        .filter((route) => isStream(route) && route.contract.body !== undefined)
        .map(({ contract }) => `${contract.method.toUpperCase()} ${contract.path}`),
    ),
    streams: own.filter(isStream),
    api: own.filter((route) => !isStream(route)),
    /** Health, metrics and documentation. */
    open: routes.filter((route) => !isOfApi(route)),
  };
}
