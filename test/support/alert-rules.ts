import { readFileSync } from 'node:fs';

// `yaml` has no usable types under this module resolution.
const { parse } = require('yaml') as { parse(text: string): unknown };

export type AlertRule = {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook_url: string };
};

/** The alert rules of `deploy/prometheus`. */
export function alertRules(): readonly AlertRule[] {
  const { groups } = parse(readFileSync('deploy/prometheus/alerts.yml', 'utf8')) as {
    readonly groups: readonly { readonly rules: readonly AlertRule[] }[];
  };
  return groups.flatMap(({ rules }) => rules);
}

export type Panel = {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string }[];
};

/** The panels of `deploy/grafana/dashboard.json`. */
export function dashboardPanels(): readonly Panel[] {
  return (JSON.parse(readFileSync('deploy/grafana/dashboard.json', 'utf8')) as { panels: Panel[] }).panels;
}

/** The metrics that rules and dashboard name. */
export function namedMetrics(): ReadonlySet<string> {
  const exprs = [
    ...alertRules().map(({ expr }) => expr),
    ...dashboardPanels().flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ];
  return new Set(exprs.flatMap((expr) => expr.match(/\b(?:duihua|nodejs|process)_\w+/g) ?? []));
}
