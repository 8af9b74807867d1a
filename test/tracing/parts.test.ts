/** The parts of tracing that need no desk: ids, sampling, what may leave the process, and a receiver that is away. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { type Attributes, ROOT_CONTEXT, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { SamplingDecision } from '@opentelemetry/sdk-trace-node';
import { newId } from '../../src/platform/ids';
import { inSpan, recordDelivery, setTracing } from '../../src/platform/tracing';
import { toExportable } from '../../src/tracing/allowed-attributes';
import { createSampler } from '../../src/tracing/sampler';
import { createSteadyExporter } from '../../src/tracing/steady-exporter';
import { createChosenIds, idsOfItem } from '../../src/tracing/trace-ids';

const span = (attributes: Attributes = {}): ReadableSpan => ({
  name: 'dispatch',
  kind: SpanKind.INTERNAL,
  spanContext: () => ({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }),
  startTime: [1, 0],
  endTime: [2, 0],
  duration: [1, 0],
  ended: true,
  status: { code: SpanStatusCode.ERROR, message: 'quotes what the contact wrote' },
  attributes,
  links: [
    {
      context: { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 1 },
      attributes: { text: 'quoted' },
    },
  ],
  events: [{ name: 'exception', time: [1, 0], attributes: { 'exception.message': 'quoted' } }],
  resource: new Resource({ 'service.name': 'duihua' }),
  instrumentationLibrary: { name: 'duihua' },
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
});

describe('the ids of an item', () => {
  const item = { channelId: newId(), dedupKey: 'oContact-1700000000' };

  it('follow from it, so that every process continues the same trace', () => {
    expect(idsOfItem(item)).toEqual(idsOfItem({ ...item }));
    expect(idsOfItem(item)).toEqual({
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(idsOfItem({ ...item, dedupKey: 'oContact-1700000001' }).traceId).not.toBe(idsOfItem(item).traceId);
    expect(idsOfItem({ ...item, channelId: newId() }).traceId).not.toBe(idsOfItem(item).traceId);
  });

  it('are given to one span only', () => {
    const ids = createChosenIds();
    const chosen = ids.withIds(idsOfItem(item), () => [ids.generateTraceId(), ids.generateSpanId()]);
    expect(chosen).toEqual(Object.values(idsOfItem(item)));
    expect(ids.generateTraceId()).not.toBe(ids.generateTraceId());
    expect(ids.generateSpanId()).toMatch(/^[0-9a-f]{16}$/);
  });
});

describe('a sampler', () => {
  const isKept = (sampler: Parameters<typeof createSampler>[0]['sampler'], ratio: number, traceId: string) =>
    createSampler({ sampler, ratio }).shouldSample(ROOT_CONTEXT, traceId, 'x', SpanKind.SERVER, {}, [])
      .decision === SamplingDecision.RECORD_AND_SAMPLED;

  it('keeps the share that the settings ask for, and decides alike in every process', () => {
    const traces = Array.from(
      { length: 2_000 },
      () => idsOfItem({ channelId: 'c', dedupKey: newId() }).traceId,
    );
    for (const name of ['traceidratio', 'parentbased_traceidratio'] as const) {
      const kept = traces.filter((traceId) => isKept(name, 0.1, traceId));
      expect(kept.length).toBeGreaterThan(130);
      expect(kept.length).toBeLessThan(270);
      expect(kept.every((traceId) => isKept(name, 0.1, traceId))).toBe(true);
    }
    const [trace = ''] = traces;
    expect(
      (['always_on', 'always_off', 'parentbased_always_on', 'parentbased_always_off'] as const).map((name) =>
        isKept(name, 1, trace),
      ),
    ).toEqual([true, false, true, false]);
  });
});

describe('what leaves the process', () => {
  it('has attributes of the list only, no text of a failure and no event', () => {
    const attributes = {
      'http.route': '/x',
      'url.full': 'https://example.com/?access_token=1',
      text: 'hello',
    };
    const left = toExportable(span(attributes));
    expect(left.attributes).toEqual({ 'http.route': '/x' });
    expect([left.status, left.events, left.links.map((link) => Object.keys(link))]).toEqual([
      { code: SpanStatusCode.ERROR },
      [],
      [['context']],
    ]);
    expect(JSON.stringify(left)).not.toContain('quote');
  });

  it('is reported once when the receiver fails, and once when it is back', () => {
    const lines: string[] = [];
    let result: ExportResult = { code: ExportResultCode.SUCCESS };
    const receiver: SpanExporter = {
      export: (_spans, done) => done(result),
      shutdown: async () => undefined,
    };
    const note = (level: string) => (fields: object, message: string) => {
      lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
    };
    const exporter = createSteadyExporter(receiver, { warn: note('warn'), info: note('info') });
    const results: ExportResult[] = [];
    const send = (): void => exporter.export([span()], (one) => results.push(one));
    send();
    result = { code: ExportResultCode.FAILED, error: new Error('connect ECONNREFUSED') };
    for (let times = 0; times < 100; times += 1) send();
    result = { code: ExportResultCode.SUCCESS };
    send();
    send();
    expect(lines).toEqual([
      expect.stringMatching(/^warn traces cannot be exported.*connect ECONNREFUSED/),
      expect.stringMatching(/^info traces are exported again/),
    ]);
    // The processor must not report a failure a second time.
    expect(new Set(results.map(({ code }) => code))).toEqual(new Set([ExportResultCode.SUCCESS]));
  });
});

describe('tracing that is off', () => {
  afterEach(() => setTracing(null));

  it('does the work and nothing else', async () => {
    const failure = new Error('as it was');
    await expect(inSpan({ name: 'x' }, async () => 'done')).resolves.toBe('done');
    await expect(inSpan({ name: 'x' }, () => Promise.reject(failure))).rejects.toBe(failure);
    const work = Promise.resolve('the same promise');
    expect(inSpan({ name: 'x' }, () => work)).toBe(work);
    recordDelivery({ startedAt: 0, status: 200, attributes: {}, item: null, isRepeat: false });
  });

  it('costs less than two microseconds a span, a thousandth of what it surrounds', () => {
    const work = Promise.resolve();
    const once = (): void => void inSpan({ name: 'x', attributes: { 'url.path': '/x' } }, () => work);
    const round = (): number => {
      const before = performance.now();
      for (let times = 0; times < 100_000; times += 1) once();
      return performance.now() - before;
    };
    round();
    expect(Math.min(round(), round(), round())).toBeLessThan(200);
  });

  it('loads nothing of OpenTelemetry’s SDK, in an API and in a worker', () => {
    const program = `
      require('./scripts/load-typescript.cjs');
      for (const part of ['runtime/api', 'runtime/running-worker', 'runtime/process/server-process', 'runtime/run-desk'])
        require('./src/' + part);
      // prom-client loads the API, which does nothing by itself.
      const isSdk = (name) => /interceptors-opentelemetry|@opentelemetry.(?!api.)/.test(name);
      const loaded = () => Object.keys(require.cache).filter(isSdk).length;
      const off = loaded();
      const { openTracing } = require('./src/runtime/tracing');
      openTracing({ config: {}, process: 'api' });
      const still = loaded();
      require('./src/tracing/start-tracing');
      console.log(JSON.stringify({ off, still, isOnLoaded: loaded() > 0 }));
      process.exit(0);`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', program], {
      cwd: path.resolve(__dirname, '../..'),
      encoding: 'utf8',
    });
    expect([stdout.trim(), stderr]).toEqual(['{"off":0,"still":0,"isOnLoaded":true}', '']);
  });
});
