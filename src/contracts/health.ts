import { z } from 'zod';
import type { RouteContract } from './route-contract';

const healthSchema = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });

const readinessSchema = z
  .strictObject({
    status: z.enum(['ready', 'degraded']).meta({
      description: '`degraded`: messages are accepted, but something else is wrong; `checks` says what.',
    }),
    checks: z.array(
      z.strictObject({
        name: z.string(),
        ok: z.boolean(),
        detail: z.string().optional().meta({ description: 'What is wrong, and what to do.' }),
      }),
    ),
  })
  .meta({ id: 'Readiness' });

const tag = 'Operation';
export const healthRoutes = [
  {
    id: 'getHealth',
    method: 'get',
    path: '/healthz',
    summary: 'Alive',
    tag,
    access: 'public',
    answers: { 200: { description: 'The process answers', schema: healthSchema } },
  },
  {
    id: 'getReadiness',
    method: 'get',
    path: '/readyz',
    summary:
      'Whether Temporal and the database can be used and the disk can be written to, and what else is wrong',
    tag,
    access: 'public',
    answers: { 200: { description: 'Ready', schema: readinessSchema } },
    refusals: ['unavailable'],
  },
] as const satisfies readonly RouteContract[];

/** Of an API process only. */
export const intakeRoutes = [
  {
    id: 'getIntakeReadiness',
    method: 'get',
    path: '/readyz/webhooks',
    summary:
      'Whether a delivery of WeChat would be kept: 503 only if neither the database nor the disk accepts it. For what decides to which process deliveries go',
    tag,
    access: 'public',
    answers: { 200: { description: 'Deliveries are accepted', schema: healthSchema } },
    refusals: ['unavailable'],
  },
] as const satisfies readonly RouteContract[];

export const metricsRoutes = [
  {
    id: 'getMetrics',
    method: 'get',
    path: '/metrics',
    summary: 'Metrics for Prometheus',
    tag,
    access: 'public',
    answers: {
      200: { description: 'Prometheus text format', contentType: 'text/plain', schema: z.string() },
    },
  },
] as const satisfies readonly RouteContract[];

export const docsRoutes = [
  {
    id: 'getOpenApiDocument',
    method: 'get',
    path: '/openapi.json',
    summary: 'This document',
    tag,
    access: 'public',
    answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({}) } },
  },
  {
    id: 'getDocs',
    method: 'get',
    path: '/docs',
    summary: 'This document as a page',
    tag,
    access: 'public',
    answers: { 200: { description: 'HTML', contentType: 'text/html', schema: z.string() } },
  },
] as const satisfies readonly RouteContract[];
