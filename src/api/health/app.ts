import type { Express } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createExactApp } from '../exact-router';
import { noStore } from '../middleware/security-headers';
import { mount } from '../mount';
import { createProblemHandler, noSuchRoute } from '../problems';
import { createHealthRoutes, createMetricsRoutes, type HealthDeps } from './routes';

export type HealthAppDeps = HealthDeps & {
  readonly metrics: Registry;
  /** Whether `/metrics` is served. */
  readonly hasMetrics: boolean;
  readonly logger: Logger;
};

/** Only `/healthz`, `/readyz` and `/metrics`, for a process that serves nothing else. */
export function createHealthApp(deps: HealthAppDeps): Express {
  const app = createExactApp();
  app.use(noStore, (_request, response, next) => {
    response.setHeader('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    response.setHeader('X-Content-Type-Options', 'nosniff');
    next();
  });
  app.use(mount([...createHealthRoutes(deps), ...(deps.hasMetrics ? createMetricsRoutes(deps) : [])]));
  app.use(noSuchRoute);
  app.use(createProblemHandler(deps.logger));
  return app;
}
