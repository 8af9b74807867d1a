import { setTimeout as sleep } from 'node:timers/promises';
import { Router } from 'express';
import type { Registry } from 'prom-client';
import { ApiError } from '../problems';

const PATIENCE_MS = 2_000;

/** By name; each resolves when what it stands for can be reached. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<void>>>;

/** `GET /healthz`: the process answers. `GET /readyz`: it can do its work. */
export function createHealthRouter({ readiness }: { readonly readiness: ReadinessChecks }): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const checks = await Promise.all(
      Object.entries(readiness).map(async ([name, check]) => ({ name, ok: await succeeds(check) })),
    );
    const away = checks.filter(({ ok }) => !ok).map(({ name }) => name);
    if (away.length > 0) {
      throw new ApiError('unavailable', { checks }, { detail: `Out of reach: ${away.join(', ')}.` });
    }
    response.json({ status: 'ready', checks });
  });
  return router;
}

/** `GET /metrics` for Prometheus. */
export function createMetricsRouter({ metrics }: { readonly metrics: Registry }): Router {
  const router = Router();
  router.get('/metrics', async (_request, response) => {
    response.type(metrics.contentType).send(await metrics.metrics());
  });
  return router;
}

async function succeeds(check: () => Promise<void>): Promise<boolean> {
  const timeout = new AbortController();
  try {
    const tooLate = sleep(PATIENCE_MS, undefined, { signal: timeout.signal }).then(() => {
      throw new Error('no answer in time');
    });
    await Promise.race([check(), tooLate]);
    return true;
  } catch {
    return false;
  } finally {
    timeout.abort();
  }
}
