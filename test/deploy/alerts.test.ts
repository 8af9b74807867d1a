/** The alert rules and the dashboard: whole, documented, and tested by Prometheus' own tool. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { alertRules, dashboardPanels, namedMetrics } from '../support/alert-rules';
import { promtool, withPromtool } from '../support/promtool';

const operations = readFileSync('docs/operations.md', 'utf8');
const rules = alertRules();

describe('the alert rules', () => {
  test.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s says how serious it is, what is wrong, and where to read on',
    (name, { labels, annotations }) => {
      expect(['critical', 'warning', 'info']).toContain(labels.severity);
      expect(annotations.summary).toMatch(/^.{20,}\.$/);
      expect(annotations.runbook_url).toBe(`docs/operations.md#${name.toLowerCase()}`);
      expect(operations).toContain(`<a id="${name.toLowerCase()}"></a>\`${name}\``);
    },
  );

  it('are all there: the runbook describes no other', () => {
    const described = [...operations.matchAll(/<a id="duihua\w+"><\/a>`(\w+)`/g)].map(([, name]) => name);
    expect(new Set(described)).toEqual(new Set(rules.map(({ alert }) => alert)));
    expect(described).toHaveLength(rules.length);
  });

  it('are each tested twice: where it is raised, and where it is not', () => {
    const tests = readFileSync('deploy/prometheus/alerts.test.yml', 'utf8');
    for (const { alert } of rules) {
      expect(tests).toContain(`- name: ${alert} is raised\n`);
      expect(tests).toContain(`- name: ${alert} is not raised\n`);
    }
  });

  withPromtool('are accepted by promtool', () => {
    expect(promtool('check', 'rules', 'alerts.yml')).toContain(`SUCCESS: ${rules.length} rules found`);
  });

  withPromtool('pass their unit tests in promtool', () => {
    expect(promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS');
  });
});

describe('the dashboard', () => {
  const panels = dashboardPanels();

  it('has panels with an id, a title and a place of their own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const places = new Set<string>();
    for (const { title, gridPos } of panels) {
      expect(title).not.toBe('');
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect([title, places.has(`${x} ${y}`)]).toEqual([title, false]);
          places.add(`${x} ${y}`);
        }
      }
    }
  });

  withPromtool('asks only what Prometheus understands', () => {
    // Grafana puts a duration there, and Prometheus has no dialect with variables. JSON is YAML.
    const exprs = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(exprs).toHaveLength(
      readFileSync('deploy/grafana/dashboard.json', 'utf8').split('"expr":').length - 1,
    );
    const filled = exprs.map((expr) => expr.replaceAll('$__rate_interval', '1m'));
    expect(filled.filter((expr) => expr.includes('$'))).toEqual([]);
    const recorded = filled.map((expr, index) => ({ record: `dashboard:query:${index}`, expr }));
    const folder = mkdtempSync(path.join(tmpdir(), 'duihua-dashboard-'));
    try {
      const file = path.join(folder, 'dashboard.yml');
      writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: recorded }] }));
      expect(promtool('check', 'rules', file)).toContain(`SUCCESS: ${recorded.length} rules found`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('shows every figure that an alert is made of', () => {
    const shown = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join('\n');
    // They describe a process or a state that the other figures explain.
    const alone = new Set([
      'duihua_disk_writable',
      'duihua_conversations_oldest_pending_change_seconds',
      'duihua_open_conversations_without_run',
      'duihua_conversations_raised_total',
    ]);
    const ofAlerts = rules.flatMap(({ expr }) => expr.match(/\b(?:duihua|nodejs)_\w+/g) ?? []);
    expect(ofAlerts.filter((name) => !alone.has(name) && !shown.includes(name))).toEqual([]);
    expect(namedMetrics().size).toBeGreaterThan(20);
  });
});
