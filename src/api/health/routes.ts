import type { Registry } from 'prom-client';
import { healthRoutes, intakeRoutes, metricsRoutes } from '../../contracts/health';
import { TIMED_OUT, withTimeLimit } from '../../platform/time-limit';
import { ApiError } from '../problems';
import { implement, type Route } from '../route';

/** For each check of `/readyz` and each figure of `/metrics`: a slow one must not keep the others from being answered. */
export const READ_WITHIN_MS = 2_000;

/** Checks by name: each resolves if its part can be used, and otherwise rejects. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<void>>>;

/**
 * Warnings by name: a problem that does not stop messages from coming in, as a sentence that says what to do; null:
 * none.
 */
export type ReadinessWarnings = Readonly<Record<string, () => Promise<string | null>>>;

export type HealthDeps = { readonly readiness: ReadinessChecks; readonly warnings: ReadinessWarnings };

/** Why a check failed, in a sentence that anyone may read. For any other error only the check's name is shown. */
export class NotReady extends Error {
  override readonly name = 'NotReady';
}

type Check = { readonly name: string; readonly ok: boolean; readonly detail?: string };

/**
 * `/healthz`: the process answers. `/readyz`: it can do its work; 503 if it cannot, and 200 `degraded` if it accepts
 * messages but something else is wrong, so that load balancers keep sending WeChat's deliveries to it.
 */
export function createHealthRoutes({ readiness, warnings }: HealthDeps): readonly Route[] {
  return implement(healthRoutes)({
    getHealth: () => ({ status: 'ok' }) as const,
    async getReadiness() {
      const [checks, looks] = await Promise.all([
        Promise.all(Object.entries(readiness).map(([name, check]) => run(name, check))),
        Promise.all(Object.entries(warnings).map(([name, look]) => run(name, () => requireNone(look)))),
      ]);
      const all = [...checks, ...looks];
      const failing = checks.filter(({ ok }) => !ok);
      if (failing.length > 0)
        throw new ApiError('unavailable', { checks: all }, { detail: sentence(failing) });
      return { status: looks.every(({ ok }) => ok) ? 'ready' : 'degraded', checks: all };
    },
  });
}

/** Where a delivery of WeChat can be kept; one of them is enough. */
const KEEPERS: readonly string[] = ['database', 'journal'];

/**
 * `/readyz/webhooks`: while the database or Temporal is away, `/readyz` fails in all API processes alike. Whatever sent no
 * more deliveries to them then would lose what their journals could keep.
 */
export function createIntakeRoutes({ readiness }: Pick<HealthDeps, 'readiness'>): readonly Route[] {
  return implement(intakeRoutes)({
    async getIntakeReadiness() {
      const keepers = Object.entries(readiness).filter(([name]) => KEEPERS.includes(name));
      const checks = await Promise.all(keepers.map(([name, check]) => run(name, check)));
      if (!checks.some(({ ok }) => ok))
        throw new ApiError('unavailable', { checks }, { detail: sentence(checks) });
      return { status: 'ok' } as const;
    },
  });
}

/** Metrics for Prometheus. */
export function createMetricsRoutes({ metrics }: { readonly metrics: Registry }): readonly Route[] {
  return implement(metricsRoutes)({
    async getMetrics({ response }) {
      response.type(metrics.contentType).send(await metrics.metrics());
    },
  });
}

async function requireNone(look: () => Promise<string | null>): Promise<void> {
  const detail = await look();
  if (detail !== null) throw new NotReady(detail);
}

async function run(name: string, check: () => Promise<void>): Promise<Check> {
  try {
    return { name, ok: (await withTimeLimit(check(), READ_WITHIN_MS)) !== TIMED_OUT };
  } catch (error) {
    return error instanceof NotReady ? { name, ok: false, detail: error.message } : { name, ok: false };
  }
}

function sentence(failing: readonly Check[]): string {
  const names = failing.map(({ name }) => name).join(', ');
  const details = failing.flatMap(({ detail }) => (detail === undefined ? [] : [detail]));
  return [`Out of reach: ${names}.`, ...details].join(' ');
}
