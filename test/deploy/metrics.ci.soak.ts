/** What the processes really expose, compared with what alert rules and dashboard name. */
import type { WebhookOutcome } from '../../src/api/webhooks/routes';
import { alertRules, namedMetrics } from '../support/alert-rules';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';

jest.setTimeout(120_000);

let desk: ProcessDesk;
let api: string;
let worker: string;

beforeAll(async () => {
  desk = await createProcessDesk();
  const server = desk.launch('api');
  await server.prints(/the API listens/);
  const [, port] = await desk.launch('worker').prints(/"watchPort":(\d+)/);
  await desk.connect();
  await desk.writes('oMetrics', 'hello');
  await desk.conversation('oMetrics');
  const read = async (url: string): Promise<string> => (await fetch(`${url}/metrics`)).text();
  api = await read(desk.url);
  worker = await read(`http://127.0.0.1:${port}`);
});
afterAll(() => desk.close());

/** The names of all series that a process can have; those of a histogram are three. */
const namesOf = (text: string): readonly string[] =>
  [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );

test('every metric that a rule or the dashboard names is exposed by an API or a worker', () => {
  const exposed = new Set([...namesOf(api), ...namesOf(worker)]);
  expect([...namedMetrics()].filter((name) => !exposed.has(name))).toEqual([]);
});

test('an absent API and an absent worker are recognised by a metric that only they have', () => {
  expect(namesOf(worker)).not.toContain('duihua_journal_oldest_line_seconds');
  expect(namesOf(api)).not.toContain('duihua_worker_polling');
});

/** All that there are: a renamed one does not compile. */
const WEBHOOK_OUTCOMES: Readonly<Record<WebhookOutcome, true>> = {
  store: true,
  repeat: true,
  journal: true,
  bad_signature: true,
  bad_envelope: true,
  bad_encryption: true,
  bad_xml: true,
  bad_json: true,
  wrong_account: true,
  too_large: true,
  stale_timestamp: true,
  former_token: true,
  former_key: true,
  former_mode: true,
  verified: true,
  unknown_channel: true,
  other_body: true,
  not_durable: true,
  away: true,
};
/** What can be in the series that rules choose by a label, and cannot all be brought about here. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'duihua_webhook_deliveries_total outcome': Object.keys(WEBHOOK_OUTCOMES),
  'duihua_offers_total outcome': ['made', 'declined', 'ran_out'],
  'duihua_conversations state': ['bot', 'waiting', 'missed', 'active'],
  'duihua_http_request_duration_seconds_bucket method': ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  'duihua_http_request_duration_seconds_bucket route': ['/webhooks/wechat/:channelId'],
  'duihua_http_request_duration_seconds_count status': ['500', '503'],
  'duihua_conversation_history_events_bucket le': ['2000', '+Inf'],
};

test('the values by which rules choose series are those that the processes use', () => {
  const chosen = alertRules().flatMap(({ alert, expr }) =>
    [...expr.matchAll(/(\w+)\{([^}]*)\}/g)].flatMap(([, metric, labels = '']) =>
      [...labels.matchAll(/(\w+)(=~?)"([^"]*)"/g)].map(([, label, operator, value = '']) => ({
        alert,
        series: `${metric} ${label}`,
        // As Prometheus does it: the whole value has to match.
        matches: new RegExp(operator === '=' ? `^${value.replaceAll(/\W/g, '\\$&')}$` : `^(?:${value})$`),
      })),
    ),
  );
  expect(chosen.length).toBeGreaterThan(5);
  const idle = chosen.filter(({ series, matches }) => !VALUES[series]?.some((value) => matches.test(value)));
  expect(idle).toEqual([]);
  expect(api).toContain('route="/webhooks/wechat/:channelId"');
  expect(worker).toContain('duihua_conversation_history_events_bucket{le="2000"}');
  for (const state of ['bot', 'waiting', 'missed', 'active']) {
    expect(worker).toMatch(new RegExp(`^duihua_conversations\\{state="${state}"\\} \\d+$`, 'm'));
  }
  expect(api).toMatch(/^duihua_conversations\{state="waiting"\} 1$/m);
  expect(api).toMatch(/^duihua_webhook_deliveries_total\{outcome="store"\} [1-9]\d*$/m);
});
