import { readFileSync } from 'node:fs';
import { settingsSchema } from '../../src/platform/settings/settings-schema';

// `yaml` comes with the OpenAPI library; under this module resolution it has no usable types.
const { parse } = require('yaml') as { parse(text: string, options: { merge: boolean }): Compose };

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
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true });
const dockerfile = readFileSync('Dockerfile', 'utf8');

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

describe('the Dockerfile', () => {
  it('does not run as root', () => expect(dockerfile.lastIndexOf('USER node')).toBeGreaterThan(0));

  it('copies only what .dockerignore allows', () => {
    const letThrough = readFileSync('.dockerignore', 'utf8')
      .match(/^!.+$/gm)
      ?.map((line) => line.slice(1));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap((match) =>
      (match[1] ?? '').split(' '),
    );
    expect(letThrough).toEqual(expect.arrayContaining(copied));
  });
});
