import { existsSync, readFileSync } from 'node:fs';
import { healthRoutes, intakeRoutes, metricsRoutes } from '../../src/contracts/health';
import { type Config, loadConfig } from '../../src/platform/settings/config';
import { settingsSchema } from '../../src/platform/settings/settings-schema';

// `yaml` comes with the OpenAPI library; under this module resolution it has no usable types.
const { parse } = require('yaml') as { parse<T = Compose>(text: string, options?: { merge: boolean }): T };

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly configs: Readonly<Record<string, { readonly content: string }>>;
}

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly healthcheck?: unknown;
  readonly stop_grace_period?: string;
}

interface Prometheus {
  readonly scrape_configs: readonly {
    readonly dns_sd_configs: readonly {
      readonly names: readonly string[];
      readonly type: string;
      readonly port: number;
    }[];
  }[];
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true });
const dockerfile = readFileSync('Dockerfile', 'utf8');
const operations = readFileSync('docs/operations.md', 'utf8');

type Environment = Readonly<Record<string, string>>;

/** What has to be in `.env`, with values that the desk accepts. */
const REQUIRED: Environment = {
  PUBLIC_URL: 'https://desk.example.com',
  POSTGRES_PASSWORD: 'hidden',
  SECRET_KEY: 'q3Zf0mT8o1uXh4b2JtW9cYxN6sLr5aPvKdEeGiQwRk0=',
  ADMIN_EMAIL: 'you@example.com',
  ADMIN_PASSWORD: 'correct horse battery',
};

/** Puts values into `${NAME:-default}` and `${NAME:?hint}` as Docker Compose does, the innermost first. */
function interpolate(text: string, env: Environment): string {
  const next = text.replace(
    /\$\{(\w+):([-?])([^{}]*)\}/g,
    (_whole, name: string, kind: string, rest: string) => {
      const value = env[name] ?? '';
      if (value === '' && kind === '?') throw new Error(rest);
      return value === '' ? rest : value;
    },
  );
  return next === text ? text : interpolate(next, env);
}

/** The settings of a service, as its process reads them. */
function configOf(service: string, env: Environment = {}): Config {
  const { environment = {} } = compose.services[service] ?? {};
  const given = Object.entries(environment).map(([name, text]) => [
    name,
    interpolate(text, { ...REQUIRED, ...env }),
  ]);
  return loadConfig(Object.fromEntries(given));
}

describe('docker-compose.yml', () => {
  it('runs the API and the worker of one image, beside PostgreSQL, Temporal and its Web UI', () => {
    const { api, worker } = compose.services;
    expect(Object.keys(compose.services)).toEqual(
      expect.arrayContaining(['api', 'worker', 'temporal', 'temporal-ui', 'postgres']),
    );
    expect(worker?.image).toBe(api?.image);
    expect([api?.command, worker?.command]).toEqual([
      ['node', 'dist/api/server.js'],
      ['node', 'dist/worker.js'],
    ]);
  });

  it('refers only to services, volumes and configs that it defines', () => {
    for (const service of Object.values(compose.services)) {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(compose.services).toHaveProperty([name]);
        if (condition === 'service_healthy') expect(compose.services[name]?.healthcheck).toBeDefined();
      }
      for (const volume of service.volumes ?? [])
        expect(compose.volumes).toHaveProperty([volume.split(':')[0] ?? '']);
    }
  });

  it('gives the API and the worker settings that exist', () => {
    const known = Object.keys(settingsSchema.shape);
    for (const name of ['api', 'worker']) {
      expect(known).toEqual(expect.arrayContaining(Object.keys(compose.services[name]?.environment ?? {})));
    }
  });

  it('passes every setting on, except for what it decides itself and what is not for production', () => {
    const decided = ['HOST', 'PORT', 'WORKER_PORT', 'DATABASE_LISTEN_URL', 'DATA_DIR'];
    const ofTests = ['SIMULATOR_PORT', 'RETENTION_AS_OF', 'DUIHUA_ALLOW_EMBEDDED'];
    // Where a port of this machine is meant, the name is used outside the containers.
    const ofDevServer = ['TEMPORAL_PORT', 'TEMPORAL_UI_PORT'];
    const passed = ['api', 'worker'].flatMap((name) =>
      Object.keys(compose.services[name]?.environment ?? {}),
    );
    expect(
      Object.keys(settingsSchema.shape)
        .filter((name) => !passed.includes(name))
        .sort(),
    ).toEqual([...decided, ...ofTests, ...ofDevServer].sort());
  });

  it('requires in .env what docs/operations.md lists, and nothing else', () => {
    const text = readFileSync('docker-compose.yml', 'utf8');
    const required = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    const [, listed = ''] =
      /It needs a file `\.env`[^`]*`docker-compose\.yml`:\s+```\n([^`]+)```/.exec(operations) ?? [];
    const names = [...listed.matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect(new Set(required)).toEqual(new Set(Object.keys(REQUIRED)));
    expect(new Set(names)).toEqual(new Set(Object.keys(REQUIRED)));
  });

  it.each(['api', 'worker'])(
    'tells the %s the address of the desk: the API gives it to WeChat, workers to bots',
    (name) => {
      expect(configOf(name).publicUrl).toBe(REQUIRED.PUBLIC_URL);
      expect(() => configOf(name, { PUBLIC_URL: '' })).toThrow(/^set PUBLIC_URL in \.env, /);
    },
  );

  it('switches off metrics and documentation by .env', () => {
    expect(configOf('api').isExposed).toEqual({ metrics: true, docs: true });
    expect(configOf('api', { EXPOSE_DOCS: '0' }).isExposed).toEqual({ metrics: true, docs: false });
    for (const name of ['api', 'worker'])
      expect(configOf(name, { EXPOSE_METRICS: '0' }).isExposed.metrics).toBe(false);
  });

  it('leads links to the Temporal UI to the port that it listens on', () => {
    const uiOf = (env: Environment) => ({
      port: interpolate(compose.services['temporal-ui']?.ports?.[0] ?? '', env),
      url: configOf('api', env).temporal.uiUrl,
    });
    expect(uiOf({})).toEqual({ port: '127.0.0.1:8233:8080', url: 'http://localhost:8233' });
    expect(uiOf({ TEMPORAL_UI_PORT: '9000' })).toEqual({
      port: '127.0.0.1:9000:8080',
      url: 'http://localhost:9000',
    });
    const elsewhere = 'https://temporal.example.com';
    expect(uiOf({ TEMPORAL_UI_PORT: '9000', TEMPORAL_UI_URL: elsewhere }).url).toBe(elsewhere);
  });

  it.each(['api', 'worker'])('gives the %s longer to end than it promises to take', (name) => {
    const [, promised] = /`SIGTERM` lets a process finish[^.]*; give it (\d+) seconds/.exec(operations) ?? [];
    const [, given] = /^(\d+)s$/.exec(compose.services[name]?.stop_grace_period ?? '') ?? [];
    expect(Number(given)).toBeGreaterThan(Number(promised));
  });

  it('is scraped as docs/operations.md shows, each process by the name of its service', () => {
    const { PORT, WORKER_PORT } = settingsSchema.parse({});
    const [, shown = ''] = /```yaml\n(scrape_configs:[^`]+)```/.exec(operations) ?? [];
    const targets = parse<Prometheus>(shown).scrape_configs.flatMap((one) => one.dns_sd_configs);
    expect(targets).toEqual([
      { names: ['api'], type: 'A', port: PORT },
      { names: ['worker'], type: 'A', port: WORKER_PORT },
    ]);
    expect(Object.keys(compose.services)).toEqual(
      expect.arrayContaining(targets.flatMap(({ names }) => names)),
    );
  });

  it('keeps histories for as long as docs/operations.md says', () => {
    const [, hours] = /--retention (\d+)h/.exec(readFileSync('docker-compose.yml', 'utf8')) ?? [];
    expect(operations).toMatch(
      new RegExp(`that of\\s\`docker-compose\\.yml\`, for ${Number(hours) / 24} days`),
    );
  });

  it('checks the health of the API and the readiness of a worker on their default ports', () => {
    const { PORT, WORKER_PORT } = settingsSchema.parse({});
    const asked = (name: string) => JSON.stringify(compose.services[name]?.healthcheck);
    expect(asked('api')).toContain(`http://127.0.0.1:${PORT}/healthz`);
    expect(asked('worker')).toContain(`http://127.0.0.1:${WORKER_PORT}/readyz`);
    expect(compose.services.worker?.ports).toBeUndefined();
  });

  it('contains no secret: each is required from outside, with a hint on what to do', () => {
    const { environment = {} } = compose.services.api ?? {};
    for (const name of ['SECRET_KEY', 'ADMIN_PASSWORD']) {
      expect(environment[name]).toMatch(new RegExp(`^\\$\\{${name}:\\?set ${name} in \\.env, .+\\}$`));
    }
    expect(environment.DATABASE_URL).toContain(`\${POSTGRES_PASSWORD:?`);
    expect(environment.NODE_ENV).toBe('production');
  });

  it('exposes nothing to other machines, and does not allow moving clocks', () => {
    for (const { ports = [] } of Object.values(compose.services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
    expect(compose.configs['temporal-settings']?.content).toMatch(
      /WorkflowTimeSkippingEnabled:\s+- value: false/,
    );
  });
});

it('the rule for nginx in docs/operations.md refuses all that has no sign-in and is not for outside', () => {
  const refused = [...operations.matchAll(/^location \^~ (\/\w+) +\{ deny all; \}$/gm)].map(
    ([, prefix = '']) => prefix,
  );
  const paths = [...healthRoutes, ...intakeRoutes, ...metricsRoutes].map((route) => route.path);
  expect(paths.filter((path) => !refused.some((prefix) => path.startsWith(prefix)))).toEqual([]);
});

describe('the Dockerfile', () => {
  it('does not run as root', () => expect(dockerfile.lastIndexOf('USER node')).toBeGreaterThan(0));

  const copiedBy = (text: string) =>
    [...text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) => (match[1] ?? '').split(' '));

  it('copies only what .dockerignore allows', () => {
    const letThrough = readFileSync('.dockerignore', 'utf8')
      .match(/^!.+$/gm)
      ?.map((line) => line.slice(1));
    expect(letThrough).toEqual(expect.arrayContaining(copiedBy(dockerfile)));
  });

  it('puts the licence and the notices of the packages into the image', () => {
    const image = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    const notices = ['LICENSE', 'NOTICE', 'THIRD_PARTY_NOTICES.md'];
    expect(image).toContain('COPY --from=packages ');
    expect(copiedBy(image)).toEqual(expect.arrayContaining(notices));
    for (const name of notices) expect(existsSync(name)).toBe(true);
  });
});
