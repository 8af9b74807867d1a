/**
 * One trace from WeChat's webhook to the call to WeChat, across processes, and one from an operator's request; nothing
 * personal in any of them; a receiver that is down or hangs costs nothing but the traces.
 */
import { randomBytes } from 'node:crypto';
import { eventually } from '../support/eventually';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../support/otlp-receiver';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';
import type { DuihuaProcess } from '../support/process';

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
    database: new URL(desk.env['DATABASE_URL'] ?? '').password,
  };
  await desk.call('PATCH', `/channels/${channelId}`, { welcome: { text: PERSONAL.welcome } });
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
  const call = await eventually(() => named('WeChat POST /cgi-bin/message/custom/send')[0], 'the welcome left', 30_000);
  expect(pathTo(call)).toEqual([
    'POST /webhooks/wechat/{id}',
    'dispatch',
    'SignalWithStartWorkflow:conversation',
    'RunActivity:deliverMessage',
    'WeChat POST /cgi-bin/message/custom/send',
  ]);
  const ofTrace = receiver.spans().filter(({ traceId }) => traceId === call.traceId);
  expect(ofTrace.map(({ name }) => name)).toEqual(expect.arrayContaining(['RunActivity:projectConversation']));
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
