import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { type Config, ConfigError, loadConfig } from '../../../src/platform/settings/config';

const KEY = 'q3Zf0mT8o1uXh4b2JtW9cYxN6sLr5aPvKdEeGiQwRk0=';
const OLDER_KEY = 'Zk0wRQiGeEdKvPa5rLs6NxYc9WtJ2b4hXu1o8Tm0fZ0=';

describe('the settings', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'duihua-config-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  const load = (env: Record<string, string>): Config =>
    loadConfig({ DATA_DIR: dataDir, SECRET_KEY: KEY, ...env });
  const problemsOf = (env: Record<string, string>): readonly string[] => {
    try {
      load(env);
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
    return [];
  };

  it('need nothing: everything has a default', () => {
    const config = loadConfig({ DATA_DIR: dataDir });
    expect(config).toMatchObject({
      isProduction: false,
      host: '127.0.0.1',
      port: 8080,
      workerPort: 8081,
      publicUrl: 'http://localhost:8080',
      databaseUrl: undefined,
      wechatApiUrl: undefined,
      logLevel: 'info',
      egressIps: [],
      egressAllow: [],
      trustProxyHops: 0,
      isExposed: { metrics: true, docs: true },
    });
    expect(config.temporal).toEqual({
      address: undefined,
      namespace: 'default',
      port: 7233,
      uiPort: 8233,
      uiUrl: 'http://localhost:8233',
      canSkipTime: true,
    });
  });

  it('accept a key pair for web push, both halves or none', () => {
    expect(load({}).vapidKeys).toBeUndefined();
    const pair = { VAPID_PUBLIC_KEY: 'B'.repeat(87), VAPID_PRIVATE_KEY: 'a'.repeat(43) };
    const keys = load(pair).vapidKeys;
    expect([keys?.publicKey, keys?.privateKey.reveal()]).toEqual([
      pair.VAPID_PUBLIC_KEY,
      pair.VAPID_PRIVATE_KEY,
    ]);
    expect(problemsOf({ VAPID_PUBLIC_KEY: pair.VAPID_PUBLIC_KEY })).toEqual([
      'VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY belong together: set both or neither.',
    ]);
    const [problem] = problemsOf({ ...pair, VAPID_PRIVATE_KEY: 'a secret that is too short' });
    expect(problem).toMatch(/^VAPID_PRIVATE_KEY must be 32 bytes/);
    expect(problem).not.toContain('a secret');
  });

  it('accept a worker build id that Temporal accepts too; by default there is none', () => {
    expect(load({}).workerBuildId).toBeUndefined();
    expect(load({ WORKER_BUILD_ID: '1.2.0-rc.1+5f3a' }).workerBuildId).toBe('1.2.0-rc.1+5f3a');
    for (const wrong of ['two words', 'a:b', 'a/b', '__temporal', 'x'.repeat(101)]) {
      expect(problemsOf({ WORKER_BUILD_ID: wrong })).toEqual([
        expect.stringMatching(/^WORKER_BUILD_ID must be 1 to 100 letters/),
      ]);
    }
  });

  it('accept only complete settings of a bucket, and never show its key', () => {
    const bucket = {
      MEDIA_S3_BUCKET: 'files',
      MEDIA_S3_ENDPOINT: 'https://s3.example.com',
      MEDIA_S3_ACCESS_KEY_ID: 'key-id',
      MEDIA_S3_SECRET_ACCESS_KEY: 'hidden',
    };
    const config = load(bucket);
    expect(config.mediaBucket).toMatchObject({ bucket: 'files', region: 'us-east-1', accessKeyId: 'key-id' });
    expect(inspect(config, { depth: null })).not.toContain('hidden');
    expect(problemsOf({ MEDIA_S3_BUCKET: 'files' })).toEqual([
      expect.stringContaining('MEDIA_S3_ACCESS_KEY_ID is needed'),
      expect.stringContaining('MEDIA_S3_SECRET_ACCESS_KEY is needed'),
    ]);
    expect(problemsOf({ ...bucket, MEDIA_S3_BUCKET: '' })).toHaveLength(3);
    expect(problemsOf({ ...bucket, MEDIA_S3_BUCKET: 'No Bucket' })).toEqual([
      expect.stringContaining('MEDIA_S3_BUCKET must be the name of a bucket'),
    ]);
  });

  it('switch traces on by an endpoint, and never show its headers', () => {
    expect(load({ OTEL_SERVICE_NAME: 'tea', OTEL_TRACES_SAMPLER: 'always_on' }).tracing).toBeUndefined();
    const on = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/' };
    const { headers, ...tracing } = load(on).tracing ?? {};
    expect(tracing).toEqual({
      endpoint: 'http://collector:4318',
      serviceName: 'duihua',
      sampler: 'parentbased_always_on',
      ratio: 1,
    });
    expect(headers?.reveal()).toEqual({});
    const config = load({
      ...on,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20hidden-key, x-team = tea',
      OTEL_SERVICE_NAME: 'tea desk',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.05',
    });
    expect(config.tracing).toMatchObject({ serviceName: 'tea desk', sampler: 'traceidratio', ratio: 0.05 });
    expect(config.tracing?.headers.reveal()).toEqual({ authorization: 'Bearer hidden-key', 'x-team': 'tea' });
    expect(inspect(config, { depth: null })).not.toContain('hidden-key');
  });

  it('refuse wrong settings of traces, each in one clear line', () => {
    const wrong = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://user:hidden@collector:4318',
      OTEL_EXPORTER_OTLP_HEADERS: 'hidden-key',
      OTEL_SERVICE_NAME: 'tea\u00e9',
      OTEL_TRACES_SAMPLER: 'jaeger_remote',
      OTEL_TRACES_SAMPLER_ARG: '1.5',
    };
    const problems = problemsOf(wrong);
    expect(problems).toEqual([
      expect.stringMatching(/^OTEL_EXPORTER_OTLP_ENDPOINT must be an address without a user/),
      'OTEL_EXPORTER_OTLP_HEADERS must be name=value, with commas between several.',
      expect.stringMatching(/^OTEL_SERVICE_NAME must be 1 to 100 characters of ASCII/),
      expect.stringMatching(/^OTEL_TRACES_SAMPLER must be one of always_on, .*it is "jaeger_remote"/),
      expect.stringMatching(
        /^OTEL_TRACES_SAMPLER_ARG must be a share from 0 to 1, e\.g\. 0\.1 \(it is "1\.5"\)/,
      ),
    ]);
    expect(problems.join()).not.toContain('hidden');
    expect(problemsOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' })).toHaveLength(1);
    expect(problemsOf({ OTEL_TRACES_SAMPLER_ARG: '-0.1' })).toHaveLength(1);
  });

  it('are read from the environment', () => {
    const config = load({
      PORT: '9000',
      PUBLIC_URL: 'https://desk.example.com/',
      DATABASE_URL: 'postgres://duihua:hidden@db/duihua',
      TEMPORAL_ADDRESS: 'temporal:7233',
      EGRESS_IPS: '192.0.2.1, 2001:db8::1',
      EGRESS_ALLOW: 'ollama.internal, Models.Internal',
      TRUST_PROXY: '1',
      EXPOSE_METRICS: '0',
      ADMIN_PASSWORD: 'correct horse battery',
      SECRET_KEY: `${KEY},${OLDER_KEY}`,
    });
    expect(config).toMatchObject({
      port: 9000,
      publicUrl: 'https://desk.example.com',
      egressIps: ['192.0.2.1', '2001:db8::1'],
      egressAllow: [
        { type: 'host', host: 'ollama.internal' },
        { type: 'host', host: 'models.internal' },
      ],
      trustProxyHops: 1,
      isExposed: { metrics: false, docs: true },
    });
    expect(config.temporal).toMatchObject({ address: 'temporal:7233', uiUrl: undefined });
    expect(config.databaseUrl?.reveal()).toBe('postgres://duihua:hidden@db/duihua');
    expect(config.secretKeys.reveal().map((key) => key.toString('base64'))).toEqual([KEY, OLDER_KEY]);
  });

  it('treat an empty variable as unset', () => {
    expect(load({ DATABASE_URL: '', PORT: ' ' })).toMatchObject({ databaseUrl: undefined, port: 8080 });
  });

  it('are all checked at once, each reported in one line that names it', () => {
    const problems = problemsOf({
      PORT: 'http',
      PUBLIC_URL: 'desk.example.com',
      DATABASE_URL: 'mysql://user:hidden@db',
      TEMPORAL_ADDRESS: 'https://temporal',
      LOG_LEVEL: 'loud',
      EGRESS_IPS: '192.0.2.1,home',
      EGRESS_ALLOW: '10.0.0.0/33,ollama.internal',
      TRUST_PROXY: 'true',
      EXPOSE_DOCS: 'no',
    });
    expect(problems.map((line) => line.split(' ')[0])).toEqual([
      'PORT',
      'PUBLIC_URL',
      'DATABASE_URL',
      'TEMPORAL_ADDRESS',
      'LOG_LEVEL',
      'EGRESS_IPS',
      'EGRESS_ALLOW',
      'TRUST_PROXY',
      'EXPOSE_DOCS',
    ]);
    for (const line of problems) expect(line).toMatch(/must be .*\.$/);
    expect(problems[0]).toBe('PORT must be a port, 0 to 65535 (it is "http").');
  });

  it.each(['0', '65535'])('accept port %s', (port) => expect(load({ PORT: port }).port).toBe(Number(port)));

  it.each(['65536', '-1', '80.5', '1e3', '0x50'])('refuse port %s', (port) =>
    expect(problemsOf({ PORT: port })).toHaveLength(1),
  );

  it('refuse the same port twice', () => {
    expect(problemsOf({ PORT: '7233' })).toEqual([
      'TEMPORAL_PORT and PORT are both 7233: give each its own port.',
    ]);
    expect(problemsOf({ PORT: '0', SIMULATOR_PORT: '0', TEMPORAL_PORT: '0' })).toEqual([]);
  });

  it.each(['short', Buffer.alloc(31, 1).toString('base64'), `${KEY},`, `${KEY}!`])(
    'refuse the malformed key %j without repeating it',
    (key) => {
      const problems = problemsOf({ SECRET_KEY: key });
      expect(problems).toEqual([expect.stringContaining('SECRET_KEY must be 32 bytes in base64')]);
      expect(problems.join()).not.toContain(key);
    },
  );

  it('never print a secret', () => {
    const config = load({
      ADMIN_PASSWORD: 'canary-1',
      ADMIN_TOKEN: 'canary-2',
      DATABASE_URL: 'postgres://canary-3@db',
    });
    const printed = `${inspect(config, { depth: 9, showHidden: true })} ${JSON.stringify(config)} ${String(config.adminToken)}`;
    expect(printed).not.toMatch(/canary/);
    expect(printed).not.toContain(KEY);
  });

  describe('without SECRET_KEY', () => {
    it('create a key once, readable by this user only', async () => {
      const first = loadConfig({ DATA_DIR: dataDir }).secretKeys.reveal();
      const second = loadConfig({ DATA_DIR: dataDir }).secretKeys.reveal();
      expect(second).toEqual(first);
      expect((await stat(path.join(dataDir, 'secret-key'))).mode & 0o777).toBe(0o600);
    });

    it('refuse a damaged key file and leave it as it is', async () => {
      await writeFile(path.join(dataDir, 'secret-key'), 'damaged');
      expect(() => loadConfig({ DATA_DIR: dataDir })).toThrow(
        /^DATA_DIR: the secret key in .* cannot be read/,
      );
      expect(await readFile(path.join(dataDir, 'secret-key'), 'utf8')).toBe('damaged');
    });

    it('write nothing if another setting is wrong', async () => {
      expect(() => loadConfig({ DATA_DIR: dataDir, PORT: 'x' })).toThrow(ConfigError);
      await expect(stat(path.join(dataDir, 'secret-key'))).rejects.toThrow();
    });
  });

  describe('in production', () => {
    const production = {
      NODE_ENV: 'production',
      DATABASE_URL: 'postgres://db/duihua',
      TEMPORAL_ADDRESS: 'temporal:7233',
      ADMIN_PASSWORD: 'blue-kettle-walks-home',
      ADMIN_TOKEN: '8f14e45fceea167a5a36dedd4bea2543',
    };

    it('accept a valid environment, listen on all addresses, and do not allow skipping time', () => {
      expect(load(production)).toMatchObject({
        isProduction: true,
        host: '0.0.0.0',
        temporal: { canSkipTime: false },
      });
    });

    it.each<[string, Record<string, string>, string]>([
      ['no key', { SECRET_KEY: '' }, 'SECRET_KEY is not set'],
      ['a key of zeros', { SECRET_KEY: Buffer.alloc(32).toString('base64') }, 'SECRET_KEY is not random'],
      ['the same key twice', { SECRET_KEY: `${KEY},${KEY}` }, 'SECRET_KEY holds the same key twice'],
      ['a short password', { ADMIN_PASSWORD: 'x9!kettle' }, 'ADMIN_PASSWORD is too short'],
      ['a default password', { ADMIN_PASSWORD: 'Admin-Password-123' }, 'ADMIN_PASSWORD is easy to guess'],
      ['a password of digits', { ADMIN_PASSWORD: '123456789012345' }, 'ADMIN_PASSWORD is easy to guess'],
      ['a short token', { ADMIN_TOKEN: 'abcdefgh12345678' }, 'ADMIN_TOKEN is too short'],
      ['a token of one character', { ADMIN_TOKEN: 'a'.repeat(40) }, 'ADMIN_TOKEN is not random'],
      [
        'a token that is the password',
        { ADMIN_PASSWORD: production.ADMIN_TOKEN },
        'ADMIN_TOKEN has the same value as',
      ],
      [
        'a password that is the key',
        { ADMIN_PASSWORD: KEY },
        'ADMIN_PASSWORD has the same value as SECRET_KEY',
      ],
      ['the embedded database', { DATABASE_URL: '' }, 'DATABASE_URL is not set'],
      ['the dev server', { TEMPORAL_ADDRESS: '' }, 'TEMPORAL_ADDRESS is not set'],
      ['a test hook', { DUIHUA_TEST_CLOCK: '1' }, 'DUIHUA_TEST_CLOCK is for tests only'],
      ['a kill point', { DUIHUA_KILL_AT: 'after-answer' }, 'DUIHUA_KILL_AT is for tests only'],
    ])('refuse %s', (_, change, line) => {
      expect(problemsOf({ ...production, ...change })).toEqual([expect.stringContaining(line)]);
    });

    it('accept a long password in Chinese', () => {
      expect(problemsOf({ ...production, ADMIN_PASSWORD: '蓝色水壶每天傍晚自己慢慢走回家' })).toEqual([]);
    });

    it('accept the embedded servers if they are allowed', () => {
      const env = { ...production, DATABASE_URL: '', TEMPORAL_ADDRESS: '', DUIHUA_ALLOW_EMBEDDED: '1' };
      expect(load(env).temporal.canSkipTime).toBe(false);
    });

    it('report what is missing together with what is malformed', () => {
      const names = problemsOf({ ...production, PORT: 'x', SECRET_KEY: '' }).map(
        (line) => line.split(' ')[0],
      );
      expect(names).toEqual(['PORT', 'SECRET_KEY']);
    });
  });
});
