/** The API as an Express app: no listening, no environment; everything it needs is given. */
import express, { type Express, Router } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createOpenApiDocument } from '../contracts/openapi';
import type { RouteContract } from '../contracts/route-contract';
import { ADMINISTRATION_ROUTES } from '../contracts/routes';
import type { Passwords } from '../platform/secrets/passwords';
import type { ChannelHealthStore } from '../store/channels/channel-health';
import type { ChannelStore } from '../store/channels/channels';
import type { RateCounts } from '../store/channels/rate-counts';
import type { ApiTokenStore } from '../store/people/api-tokens';
import type { AuditLog } from '../store/people/audit-log';
import type { BrandStore } from '../store/people/brands';
import type { OperatorStore } from '../store/people/operators';
import type { SessionStore } from '../store/people/sessions';
import type { SignInGuard } from '../store/people/sign-in-guard';
import type { CheckAccount } from '../wechat/calls/check-account';
import { createAuditRouter } from './audit/routes';
import { createBrandRouter } from './brands/routes';
import { createChannelRouter } from './channels/routes';
import type { BuiltConsole } from './console/built-console';
import { createConsoleRouter } from './console/routes';
import { createDocsRouter } from './docs/routes';
import {
  createHealthRouter,
  createMetricsRouter,
  type ReadinessChecks,
  type ReadinessWarnings,
} from './health/routes';
import { createAuthentication } from './middleware/authentication';
import { createHttpMetrics } from './middleware/http-metrics';
import { jsonBody } from './middleware/json-body';
import { createRateLimits, type Limits, type RateLimits } from './middleware/rate-limit';
import { receiveWithin } from './middleware/receive-within';
import { createRequestLog } from './middleware/request-log';
import { createSecurityHeaders, noStore } from './middleware/security-headers';
import { createSessionCookie } from './middleware/session-cookie';
import { createInvitationRouter } from './operators/invitations';
import { createOperatorRouter } from './operators/routes';
import { createProblemHandler, noSuchRoute } from './problems';
import { createLoginRouter, createSessionRouter } from './session/routes';
import { createTokenRouter } from './tokens/routes';

/** A body of JSON or of a webhook. */
const BODY_WITHIN_MS = 10_000;
/** The one route whose body is large. */
const UPLOAD_PATH = '/api/v1/attachments';

export type AppDeps = {
  readonly logger: Logger;
  readonly metrics: Registry;
  /** `PUBLIC_URL`: where people and WeChat reach this desk. */
  readonly publicUrl: string;
  readonly version: string;
  readonly operators: OperatorStore;
  readonly brands: BrandStore;
  readonly channels: ChannelStore;
  readonly channelHealth: ChannelHealthStore;
  /** Asks WeChat whether a channel's account details work. */
  readonly checkAccount: CheckAccount;
  readonly apiTokens: ApiTokenStore;
  readonly sessions: SessionStore;
  readonly signInGuard: SignInGuard;
  readonly auditLog: AuditLog;
  readonly passwords: Passwords;
  readonly readiness: ReadinessChecks;
  readonly warnings?: ReadinessWarnings;
  /** `EGRESS_IPS`; empty: looked up on this host. */
  readonly egressIps?: readonly string[];
  /** How many proxies stand before us (0 by default); never "all". */
  readonly trustProxyHops?: number;
  /** Requests of all API processes together. */
  readonly rateCounts: RateCounts;
  /** Requests in a minute; left out: `DEFAULT_RATE_LIMITS`. */
  readonly rateLimits?: Partial<RateLimits>;
  /** `/metrics`, `/docs` and `/openapi.json` on this app; true by default. */
  readonly isExposed?: { readonly metrics?: boolean; readonly docs?: boolean };
  /** The built console; null: it says that it is not built; left out: no console here. */
  readonly console?: BuiltConsole | null;
  /** The simulator stands in for WeChat; false where left out. */
  readonly isDemo?: boolean;
  readonly routers?: {
    /** Mounted at `/webhooks/wechat`, without any body parser before it. */
    readonly webhooks?: Router;
    /** Under `/api/v1`, for everybody, with the limits of sign-in on `/demo/sign-in`. */
    readonly open?: readonly Router[];
    /** Under `/api/v1`, signed in, without a body parser: uploads and streams. */
    readonly raw?: readonly Router[];
    /** Under `/api/v1`, signed in, JSON bodies parsed. */
    readonly api?: readonly Router[];
  };
  /** The contracts of `routers`, for the OpenAPI document. */
  readonly routes?: readonly RouteContract[];
};

/**
 * The app with all routes. The order is the protection: log and headers, webhooks, then under `/api/v1` limits of
 * rate, sign-in, authentication, and only then bodies and routes; then health and docs.
 */
export function createApp(deps: AppDeps): Express {
  const { logger, metrics, publicUrl, routers = {}, routes = [], isExposed = {} } = deps;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', deps.trustProxyHops ?? 0);
  app.set('query parser', 'simple');
  app.use(receiveWithin(BODY_WITHIN_MS, ({ method, path }) => method === 'POST' && path === UPLOAD_PATH));
  app.use(createRequestLog(logger), createHttpMetrics(metrics), createSecurityHeaders(publicUrl));
  if (routers.webhooks !== undefined) app.use('/webhooks/wechat', routers.webhooks);
  const limits = createRateLimits(deps.rateCounts, deps.rateLimits);
  app.use('/api/v1', createApi(deps, limits));
  // Before the limit: the files of one page are many, and a browser keeps them.
  if (deps.console !== undefined) app.use(createConsoleRouter({ built: deps.console }));
  app.use(limits.open);
  app.use(createHealthRouter(deps));
  if (isExposed.metrics !== false) app.use(createMetricsRouter(deps));
  if (isExposed.docs !== false) {
    const info = { version: deps.version, serverUrl: publicUrl };
    app.use(
      createDocsRouter({ document: createOpenApiDocument([...ADMINISTRATION_ROUTES, ...routes], info) }),
    );
  }
  app.use(noSuchRoute);
  app.use(createProblemHandler(logger));
  return app;
}

function createApi(deps: AppDeps, limits: Limits): Router {
  const { publicUrl, routers = {}, egressIps = [] } = deps;
  const session = { ...deps, cookie: createSessionCookie(publicUrl) };
  const api = Router();
  api.use(noStore);
  api.use(['/login', '/invitations', '/demo/sign-in'], limits.signIn);
  api.use(createLoginRouter(session), createInvitationRouter(deps));
  for (const router of routers.open ?? []) api.use(router);
  api.use(limits.unauthenticated(createAuthentication(session)), limits.signedIn);
  for (const router of routers.raw ?? []) api.use(router);
  api.use(...jsonBody);
  api.use(createSessionRouter(session), createTokenRouter(deps), createOperatorRouter(deps));
  api.use(createAuditRouter(deps));
  api.use(createBrandRouter(deps), createChannelRouter({ ...deps, egressIps }));
  for (const router of routers.api ?? []) api.use(router);
  return api;
}
