/**
 * One trace from WeChat's webhook to the call to WeChat, across processes, and one from an operator's request; nothing
 * personal in any of them; a receiver that is down or hangs costs nothing but the traces.
 */
import { randomBytes } from 'node:crypto';
import { eventually } from '../support/eventually';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../support/otlp-receiver';
import type { DuihuaProcess } from '../support/process';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';
import { replay } from '../support/scenario-replay';

jest.setTimeout(120_000);

const mark = randomBytes(6).toString('hex');
const PERSONAL = {
  openId: `oCanary${mark}`,
  text: `CanaryText${mark}`,
  reply: `CanaryReply${mark}`,
  refused: `CanaryRefused${mark}`,
  welcome: `CanaryWelcome${mark}`,
  nonce: `CanaryNonce${mark}`,
  header: `CanaryHeader${mark}`,
};

let desk: ProcessDesk;
let receiver: OtlpReceiver;
let api: DuihuaProcess;
let worker: DuihuaProcess;
let secrets: Record<string, string>;
let channelId: string;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  desk = await createProcessDesk({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: `x-key=${PERSONAL.header}`,
      OTEL_SERVICE_NAME: 'tea-desk',
      LOG_LEVEL: 'info',
    },
    wechat: { redeliveryDelayMs: 500 },
  });
  api = desk.launch('api');
  await api.prints(/the API listens/);
  worker = desk.launch('worker');
  await worker.prints(/the worker runs/);
  const channel = await desk.connect({ encryption: 'compatible' });
  const { account } = channel;
  channelId = channel.channelId;
  secrets = {
    appSecret: account.appSecret,
    token: account.token,
    encodingAesKey: account.encodingAesKey,
    secretKey: desk.env['SECRET_KEY'] ?? '',
    adminToken: desk.env['ADMIN_TOKEN'] ?? '',
    database: desk.env['DATABASE_URL'] ?? '',
  };
  await desk.call('PATCH', `/channels/${channelId}`, {
    settings: { automatic: { welcome: PERSONAL.welcome } },
  });
});
afterAll(async () => {
  await desk.close();
  await receiver.close();
});

const named = (name: string | RegExp): readonly ReceivedSpan[] =>
  receiver.spans().filter((span) => (typeof name === 'string' ? span.name === name : name.test(span.name)));
/** The names from the root of the trace down to this span; fails if a parent is missing. */
const pathTo = (span: ReceivedSpan): readonly string[] => {
  if (span.parentSpanId === undefined) return [span.name];
  const parent = receiver
    .spans()
    .find((one) => one.spanId === span.parentSpanId && one.traceId === span.traceId);
  return parent === undefined ? ['(missing)', span.name] : [...pathTo(parent), span.name];
};

test('a message is one trace: webhook, dispatch, signal, activities, and the call to WeChat', async () => {
  await desk.writes(PERSONAL.openId, PERSONAL.text);
  const call = await eventually(
    () => named('WeChat POST /cgi-bin/message/custom/send')[0],
    'the welcome left',
    30_000,
  );
  expect(pathTo(call)).toEqual([
    'POST /webhooks/wechat/{id}',
    'dispatch',
    'SignalWithStartWorkflow:conversation',
    'RunActivity:deliverMessage',
    'WeChat POST /cgi-bin/message/custom/send',
  ]);
  const ofTrace = receiver.spans().filter(({ traceId }) => traceId === call.traceId);
  expect(ofTrace.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['RunActivity:projectConversation']),
  );
  expect(ofTrace.map((span) => pathTo(span)[0])).toEqual(ofTrace.map(() => 'POST /webhooks/wechat/{id}'));
  const [delivery] = named('POST /webhooks/wechat/{id}');
  expect(delivery?.attributes).toMatchObject({
    'http.response.status_code': 200,
    'duihua.webhook.outcome': 'store',
    'duihua.channel.id': channelId,
  });
  // It crosses from one process to the other.
  expect(delivery?.resource).toMatchObject({ 'service.name': 'tea-desk', 'duihua.process': 'api' });
  expect(call.resource).toMatchObject({ 'service.name': 'tea-desk', 'duihua.process': 'worker' });
  expect(call.startMs).toBeGreaterThanOrEqual(delivery?.startMs ?? Infinity);
  expect(call.attributes).toEqual({
    'http.request.method': 'POST',
    'url.path': '/cgi-bin/message/custom/send',
    'http.response.status_code': 200,
  });
});

test('a reply is one trace: request, update, delivery, and the call to WeChat', async () => {
  const answer = await desk.replies(PERSONAL.openId, PERSONAL.reply);
  expect(answer?.status).toBe(201);
  const update = await eventually(() => named('StartWorkflowUpdate:reply')[0], 'the update', 30_000);
  const call = await eventually(
    () => named(/custom\/send$/).find(({ traceId }) => traceId === update.traceId),
    'the reply left',
    30_000,
  );
  await eventually(() => pathTo(call)[0] !== '(missing)', 'the root', 10_000);
  expect(pathTo(call)).toEqual([
    'POST /api/v1/conversations/{id}/messages',
    'StartWorkflowUpdate:reply',
    'RunActivity:deliverMessage',
    'WeChat POST /cgi-bin/message/custom/send',
  ]);
  const [request] = named('POST /api/v1/conversations/{id}/messages');
  expect(request?.attributes).toMatchObject({ 'duihua.operation': 'sendMessage' });
});

test('a repeat of WeChat’s is a child of the first delivery, and starts nothing', async () => {
  desk.simulator.addFault({ operation: 'webhook', effect: { type: 'drop_answer' } });
  await desk.writes(PERSONAL.openId, `${PERSONAL.text} again`);
  const repeat = await eventually(
    () =>
      named('POST /webhooks/wechat/{id}').find(
        (one) => one.attributes['duihua.webhook.outcome'] === 'repeat',
      ),
    'the repeat',
    30_000,
  );
  await eventually(() => pathTo(repeat)[0] !== '(missing)', 'the first delivery', 10_000);
  expect(pathTo(repeat)).toEqual(['POST /webhooks/wechat/{id}', 'POST /webhooks/wechat/{id}']);
  expect(receiver.spans().filter(({ parentSpanId }) => parentSpanId === repeat.spanId)).toEqual([]);
});

test('what fails is marked, with a code: a refusal of WeChat, a refused request, a forged delivery', async () => {
  desk.simulator.addFault({
    operation: 'custom/send',
    effect: {
      type: 'errcode',
      errcode: 45002,
      errmsg: `too long: ${PERSONAL.refused} of ${PERSONAL.openId}`,
    },
  });
  await desk.replies(PERSONAL.openId, PERSONAL.refused);
  const call = await eventually(
    () => named(/custom\/send$/).find(({ status }) => status === 2),
    'the refusal',
    30_000,
  );
  expect(call.attributes).toMatchObject({ 'duihua.wechat.code': 45002, 'error.type': 'refused' });
  await desk.call('POST', '/conversations/00000000-0000-7000-8000-000000000000/complete');
  const request = await eventually(() => named(/\/complete$/)[0], 'the request', 30_000);
  expect([request.status, request.attributes['error.type']]).toEqual([2, 'not_found']);
  const query = `signature=${'a'.repeat(40)}&timestamp=1&nonce=${PERSONAL.nonce}&openid=${PERSONAL.openId}`;
  await fetch(`${desk.url}/webhooks/wechat/${channelId}?${query}`, {
    method: 'POST',
    body: `<xml>${mark}</xml>`,
  });
  const forged = await eventually(
    () =>
      named('POST /webhooks/wechat/{id}').find((one) => one.attributes['http.response.status_code'] === 401),
    'the forged delivery',
    30_000,
  );
  expect(forged.attributes['duihua.webhook.outcome']).toBe('bad_signature');
});

test('nothing personal and no secret is in anything that was exported', () => {
  const exported = receiver.bodies().join('\n');
  // Proof that the search works.
  expect(exported).toContain(channelId);
  expect(receiver.spans().length).toBeGreaterThan(20);
  for (const [name, value] of Object.entries({ ...PERSONAL, ...secrets })) {
    for (const form of [
      value,
      Buffer.from(value).toString('base64').slice(0, -4),
      encodeURIComponent(value),
    ]) {
      expect([name, exported.includes(form)]).toEqual([name, false]);
    }
  }
  // The simulator's access tokens.
  expect(exported).not.toMatch(/99_[A-Za-z0-9_-]{100,}/);
  expect(exported).not.toContain(mark);
  expect(exported).not.toMatch(/access_token|stacktrace|exception/);
});

test('the header of the settings is sent, and no log shows it', () => {
  const [first] = receiver.requests();
  expect(first?.path).toBe('/v1/traces');
  expect(first?.headers['x-key']).toBe(PERSONAL.header);
  expect(api.output() + worker.output()).not.toContain(PERSONAL.header);
});

test('histories with traces hold the context in headers only, and replay', async () => {
  let headers = 0;
  const histories: { workflowId: string; history: Awaited<ReturnType<typeof historyOf>> }[] = [];
  const historyOf = (workflowId: string, runId: string) =>
    desk.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
  for await (const { workflowId, runId } of desk.temporal.workflow.list()) {
    const history = await historyOf(workflowId, runId);
    headers += JSON.stringify(history).split('"_tracer-data"').length - 1;
    if (workflowId.startsWith('conversation-')) histories.push({ workflowId, history });
  }
  expect(headers).toBeGreaterThan(5);
  expect(histories).toHaveLength(1);
  await replay(histories);
});

test('a receiver that refuses or hangs costs one line of the log, and no message', async () => {
  receiver.answers(500);
  await desk.replies(PERSONAL.openId, 'while it refuses');
  await api.prints(/traces cannot be exported/, 30_000);
  receiver.answers('hang');
  for (const text of ['one', 'two']) {
    const before = Date.now();
    expect((await desk.replies(PERSONAL.openId, text))?.status).toBe(201);
    expect(Date.now() - before).toBeLessThan(5_000);
  }
  await receiver.close();
  await desk.writes(PERSONAL.openId, 'while it is away');
  await desk.settles(PERSONAL.openId, 'two', ['sent']);
  const before = Date.now();
  expect(await api.end('SIGTERM')).toEqual({ code: 0, signal: null });
  expect(Date.now() - before).toBeLessThan(15_000);
  for (const { output } of [api, worker]) {
    expect(output().split('traces cannot be exported').length - 1).toBeLessThanOrEqual(1);
  }
});
