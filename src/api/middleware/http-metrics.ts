/** How long requests take, by route. */
import type { RequestHandler } from 'express';
import { Histogram, type Registry } from 'prom-client';

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Where the webhook's router is mounted. Express has lost it (`baseUrl`) when the error handler runs. */
const WEBHOOKS = '/webhooks/wechat';

/** Counts and times requests in `registry`, under the route's pattern: ids as labels would grow without end. */
export function createHttpMetrics(registry: Registry): RequestHandler {
  const duration = new Histogram({
    name: 'duihua_http_request_duration_seconds',
    help: 'Time from the request to its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  return (request, response, next) => {
    const end = duration.startTimer();
    response.once('finish', () => {
      const { route } = request as { route?: { path?: unknown } };
      const mount = request.originalUrl.startsWith(`${WEBHOOKS}/`) ? WEBHOOKS : '';
      const pattern = typeof route?.path === 'string' ? mount + route.path : 'none';
      end({ method: request.method, route: pattern, status: String(response.statusCode) });
    });
    next();
  };
}
