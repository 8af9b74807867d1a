/** The manifests of `deploy/kubernetes`: valid, and saying of the program what is true. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CONSOLE_SECTIONS } from '../../src/contracts/console-sections';
import { healthRoutes, intakeRoutes, metricsRoutes } from '../../src/contracts/health';
import { ConfigError, loadConfig } from '../../src/platform/settings/config';
import { secretSettings, settingsSchema } from '../../src/platform/settings/settings-schema';
import { TASK_QUEUE } from '../../src/runtime/worker';
import { DEPLOYMENT_NAME } from '../../src/temporal/deployment/worker-deployment';
import { botTaskQueue } from '../../src/workflows/conversation/messages';
import { webhookTaskQueue } from '../../src/workflows/endpoint/messages';
import { validateManifests, withKubernetesSchemas } from '../support/kubernetes-validate';
import { isEndless, ROUTES } from '../support/route-contracts';

const { parseAllDocuments } = require('yaml') as {
  parseAllDocuments(text: string): readonly { readonly errors: readonly unknown[]; toJS(): Manifest }[];
};

type Probe = { readonly httpGet: { readonly path: string; readonly port: string } };
type Container = {
  readonly image: string;
  readonly command: readonly string[];
  readonly env?: readonly { readonly name: string }[];
  readonly envFrom: readonly Readonly<Record<string, { readonly name: string }>>[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly readinessProbe: Probe;
  readonly livenessProbe: Probe;
  readonly startupProbe: Probe;
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
  readonly securityContext: object;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
};
type Pod = {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly terminationGracePeriodSeconds: number;
    readonly automountServiceAccountToken: boolean;
    readonly enableServiceLinks?: boolean;
    readonly securityContext: object;
    readonly containers: readonly [Container];
    readonly volumes: readonly { readonly name: string }[];
  };
};
type Manifest = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly stringData?: Readonly<Record<string, string>>;
  readonly spec: Spec;
};
type Labels = Readonly<Record<string, string>>;
type Named = { readonly name: string };
type RouteRule = {
  readonly matches: readonly { readonly path: { readonly type: string; readonly value: string } }[];
  readonly backendRefs: readonly object[];
  readonly timeouts?: { readonly request: string };
};
/** What is read here of the specs of all kinds; each kind has some of it. */
type Spec = {
  readonly template: Pod;
  readonly replicas: number;
  readonly podManagementPolicy: string;
  readonly volumeClaimTemplates: readonly { readonly metadata: Named }[];
  readonly selector?: object;
  readonly podSelector?: { readonly matchLabels: Labels };
  readonly ingress: readonly { readonly ports: readonly { readonly port: number }[] }[];
  readonly ports: readonly (Named & { readonly port: number; readonly targetPort: string })[];
  readonly parentRefs: readonly object[];
  readonly hostnames: readonly string[];
  readonly rules: readonly RouteRule[];
  readonly scaleTargetRef: Named;
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  readonly unhealthyPodEvictionPolicy?: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly triggers: readonly { readonly metadata: Labels }[];
  readonly metrics: readonly { readonly external: { readonly metric: Named } }[];
};

const FOLDER = 'deploy/kubernetes';
const files = readdirSync(FOLDER).map((name) => path.join(FOLDER, name));
const documents = files.flatMap((file) => parseAllDocuments(readFileSync(file, 'utf8')));
const manifests = documents.map((document) => document.toJS());
const find = (kind: string, name: string): Manifest => {
  const found = manifests.find((one) => one.kind === kind && one.metadata.name === name);
  if (found === undefined) throw new Error(`There is no ${kind} ${name}.`);
  return found;
};
const config = find('ConfigMap', 'duihua').data ?? {};
const secret = find('Secret', 'duihua').stringData ?? {};
const dockerfile = readFileSync('Dockerfile', 'utf8');
const processes = [
  ['api', find('StatefulSet', 'duihua-api').spec.template, 'src/api/server.ts', 'PORT'],
  ['worker', find('Deployment', 'duihua-worker').spec.template, 'src/worker.ts', 'WORKER_PORT'],
] as const;
/** The build of the examples is called like the image; names of objects have no dots. */
const build = processes[1][1].spec.containers[0].image.split(':').at(-1) ?? '';
const buildInNames = build.replaceAll('.', '-');
/** Fewer than without a build: while a release is rolled out, two builds run. */
const MOST_OF_A_BUILD = 3;

describe('the manifests', () => {
  withKubernetesSchemas('fit the schemas of Kubernetes', () => {
    // What KEDA and the Gateway API add has none.
    validateManifests(files.filter((file) => !file.includes('keda') && !file.includes('http-route')));
  });

  withKubernetesSchemas('would not fit with a misspelt field', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'duihua-manifest-'));
    const file = path.join(folder, 'api.yaml');
    const text = readFileSync(path.join(FOLDER, 'api.yaml'), 'utf8');
    writeFileSync(file, text.replace('podManagementPolicy', 'podManagmentPolicy'));
    expect(() => validateManifests([file])).toThrow(/podManagmentPolicy/);
    rmSync(folder, { recursive: true });
  });

  it('are YAML, and name no namespace', () => {
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    expect(manifests.filter(({ metadata }) => metadata.namespace !== undefined)).toEqual([]);
  });

  it('set only settings that exist, and secrets only in the Secret', () => {
    const known = Object.keys(settingsSchema.shape);
    const ofWorker = processes[1][1].spec.containers[0].env?.map(({ name }) => name) ?? [];
    expect(known).toEqual(
      expect.arrayContaining([...Object.keys(config), ...Object.keys(secret), ...ofWorker]),
    );
    const hidden = ['SECRET_KEY', 'ADMIN_PASSWORD', 'DATABASE_URL', 'MEDIA_S3_SECRET_ACCESS_KEY'];
    expect(hidden.filter((name) => !secretSettings.has(name) || !(name in secret))).toEqual([]);
    expect(hidden.filter((name) => name in config)).toEqual([]);
  });

  it('are refused by the desk until the placeholders of the Secret are replaced', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'duihua-manifest-'));
    const problemsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
      try {
        loadConfig({ ...config, ...env, DATA_DIR: folder });
      } catch (error) {
        if (error instanceof ConfigError) return error.problems;
        throw error;
      }
      return [];
    };
    const names = problemsOf(secret).map((line) => line.split(' ')[0]);
    const placeholders = Object.keys(secret).filter((name) => secret[name] !== '');
    expect(names).toEqual(expect.arrayContaining(placeholders));
    // With values in their place the same settings are accepted.
    const real = {
      DATABASE_URL: 'postgres://duihua:hidden@postgres:5432/duihua',
      SECRET_KEY: 'q3Zf0mT8o1uXh4b2JtW9cYxN6sLr5aPvKdEeGiQwRk0=',
      ADMIN_PASSWORD: 'correct horse battery',
      MEDIA_S3_ACCESS_KEY_ID: 'id',
      MEDIA_S3_SECRET_ACCESS_KEY: 'hidden',
    };
    expect(problemsOf(real)).toEqual([]);
    rmSync(folder, { recursive: true });
  });

  it('give both processes the same image and settings, as the Dockerfile makes them', () => {
    const images = processes.map(([, { spec }]) => spec.containers[0].image);
    expect(new Set(images).size).toBe(1);
    for (const [, { spec }, source] of processes) {
      const [{ command, envFrom, volumeMounts }] = spec.containers;
      expect(command).toEqual(['node', source.replace(/^src/, 'dist').replace(/ts$/, 'js')]);
      expect(readFileSync(source, 'utf8')).toContain('runServerProcess(');
      expect(envFrom).toEqual([{ configMapRef: { name: 'duihua' } }, { secretRef: { name: 'duihua' } }]);
      const [, dataDir] = /DATA_DIR=(\S+)/.exec(dockerfile) ?? [];
      expect(volumeMounts.map(({ mountPath }) => mountPath)).toEqual([dataDir, '/tmp']);
    }
    expect(dockerfile).toContain('COPY --from=build /app/dist dist');
  });

  it.each(processes)(
    'probe the %s where it listens, by paths that it answers',
    (_name, pod, _source, port) => {
      const [container] = pod.spec.containers;
      const [listening] = container.ports;
      expect(listening?.containerPort).toBe(settingsSchema.parse({})[port]);
      expect(dockerfile).toMatch(new RegExp(`^EXPOSE .*\\b${listening?.containerPort}\\b`, 'm'));
      const paths: readonly string[] = [...healthRoutes, ...(port === 'PORT' ? intakeRoutes : [])].map(
        (route) => route.path,
      );
      for (const { httpGet } of [container.readinessProbe, container.livenessProbe, container.startupProbe]) {
        expect(httpGet.port).toBe(listening?.name);
        expect(paths).toContain(httpGet.path);
      }
      // What depends on the database must never make Kubernetes kill a process.
      expect(container.livenessProbe.httpGet.path).toBe('/healthz');
      expect(pod.metadata.annotations).toMatchObject({
        'prometheus.io/port': String(listening?.containerPort),
        'prometheus.io/path': '/metrics',
      });
    },
  );

  it('let deliveries through while only a journal can keep them', () => {
    expect(processes[0][1].spec.containers[0].readinessProbe.httpGet.path).toBe('/readyz/webhooks');
    const { volumeClaimTemplates, podManagementPolicy } = find('StatefulSet', 'duihua-api').spec;
    expect(podManagementPolicy).toBe('Parallel');
    expect(volumeClaimTemplates.map(({ metadata }) => metadata.name)).toEqual(['data']);
  });

  it.each(processes)('leave the %s the time to finish that docs/operations.md promises', (_name, pod) => {
    const [, seconds] =
      /`SIGTERM` lets a process finish[^.]*; give it (\d+) seconds/.exec(
        readFileSync('docs/operations.md', 'utf8'),
      ) ?? [];
    const [sleep, waits = '0'] = pod.spec.containers[0].lifecycle?.preStop.exec.command ?? ['sleep'];
    expect(sleep).toBe('sleep');
    // It may take all of that, so whatever kills it waits a little longer.
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(Number(seconds) + Number(waits));
  });

  it.each(processes)('run the %s without rights: no root, nothing writable but its volumes', (_name, pod) => {
    expect(pod.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(pod.spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('choose by labels that the pods have', () => {
    const labels = processes.map(([, { metadata }]) => metadata.labels);
    const matches = (selector: Readonly<Record<string, string>>): boolean =>
      labels.some((of) => Object.entries(selector).every(([name, value]) => of[name] === value));
    const selectors = manifests.map(selectorOf).filter((selector) => selector !== undefined);
    expect(selectors.length).toBeGreaterThan(8);
    expect(selectors.filter((selector) => !matches(selector))).toEqual([]);
    for (const name of ['duihua-api', 'duihua-worker']) {
      const policy = find('NetworkPolicy', name).spec;
      const pods = processes.filter(([, pod]) => matchesLabels(pod, policy.podSelector?.matchLabels ?? {}));
      const listening = pods.map(([, pod]) => pod.spec.containers[0].ports[0]?.containerPort);
      expect(policy.ingress.flatMap(({ ports }) => ports.map(({ port }) => port))).toEqual(listening);
    }
  });

  it('keep variables that are named after Services away from settings of the same name', () => {
    // What Kubernetes sets for a Service `temporal`. It is taken for a port, so the process would not start.
    expect(() => settingsSchema.parse({ TEMPORAL_PORT: 'tcp://10.96.12.7:7233' })).toThrow('must be a port');
    const pods = manifests.filter((one) => one.spec?.template !== undefined);
    expect(pods.map(({ kind }) => kind).sort()).toEqual(['Deployment', 'Job', 'Job', 'StatefulSet']);
    expect(pods.filter(({ spec }) => spec.template.spec.enableServiceLinks !== false)).toEqual([]);
  });

  it('lead the route to the API', () => {
    const { apiVersion, spec } = find('HTTPRoute', 'duihua');
    const { parentRefs, hostnames, rules, ...others } = spec;
    // There is no schema to check it: these are the fields of Gateway API's, and no others.
    expect([apiVersion, others]).toEqual(['gateway.networking.k8s.io/v1', {}]);
    expect(parentRefs).toEqual([{ name: 'replace-me', namespace: 'replace-me', sectionName: 'https' }]);
    expect(hostnames).toEqual([new URL(config['PUBLIC_URL'] ?? '').host]);
    const [port, ...morePorts] = find('Service', 'duihua-api').spec.ports;
    const [listening] = processes[0][1].spec.containers[0].ports;
    expect([port?.targetPort, morePorts]).toEqual([listening?.name, []]);
    for (const { matches, backendRefs, timeouts, ...more } of rules) {
      expect(backendRefs).toEqual([{ name: 'duihua-api', port: port?.port }]);
      expect([{ request: '0s' }, undefined]).toContainEqual(timeouts);
      expect(more).toEqual({});
      // More of them in one rule are refused.
      expect(matches.length).toBeLessThanOrEqual(64);
      for (const match of matches)
        expect(match).toEqual({
          path: {
            type: expect.stringMatching(/^(Exact|PathPrefix)$/),
            value: expect.stringMatching(/^\/([\w.-]+(\/[\w.-]+)*)?$/),
          },
        });
    }
    expect(config['TRUST_PROXY']).toBe('1');
  });

  it('pass on all paths of the program, and not health and metrics', () => {
    const { rules } = find('HTTPRoute', 'duihua').spec;
    // As the Gateway compares: by case, and a prefix by whole parts of the path.
    const matches = (match: RouteRule['matches'][number], asked: string): boolean =>
      asked === match.path.value ||
      (match.path.type === 'PathPrefix' && asked.startsWith(`${match.path.value}/`));
    const ruleOf = (asked: string): RouteRule | undefined =>
      rules.find((rule) => rule.matches.some((match) => matches(match, asked)));
    const pathsOf = (routes: readonly { readonly path: string }[]): string[] =>
      routes.map((route) => route.path.replace(/\{\w+\}/g, 'x'));
    const hidden = pathsOf([...healthRoutes, ...intakeRoutes, ...metricsRoutes]);
    expect(hidden.flatMap((one) => [one, `${one}/`]).filter((one) => ruleOf(one) !== undefined)).toEqual([]);
    const open = [
      ...pathsOf(ROUTES).filter((one) => !hidden.includes(one)),
      '/',
      '/webhooks/wechat/x',
      '/mcp',
      '/docs/start.js',
      '/assets/x.js',
      '/sw.js',
      ...CONSOLE_SECTIONS.flatMap((section) => [`/${section}`, `/${section}/x`]),
      ...readdirSync('src/console/public').map((file) => `/${file}`),
    ];
    expect(open.length).toBeGreaterThan(150);
    expect(open.filter((one) => ruleOf(one) === undefined)).toEqual([]);
    const unused = rules
      .flatMap((rule) => rule.matches)
      .filter((match) => !open.some((one) => matches(match, one)));
    expect(unused).toEqual([]);
    // An event stream never ends, so no limit of time may cut it.
    const streams = pathsOf(ROUTES.filter(isEndless));
    expect(streams.length).toBeGreaterThan(0);
    for (const stream of streams) expect(ruleOf(stream)?.timeouts).toEqual({ request: '0s' });
  });

  it('scale workers that exist, by the queue that they poll', () => {
    const keda = find('ScaledObject', 'duihua-worker').spec;
    const hpa = find('HorizontalPodAutoscaler', 'duihua-worker').spec;
    const { replicas } = find('Deployment', 'duihua-worker').spec;
    expect([keda.scaleTargetRef.name, hpa.scaleTargetRef.name]).toEqual(['duihua-worker', 'duihua-worker']);
    expect([keda.minReplicaCount, hpa.minReplicas]).toEqual([replicas, replicas]);
    expect(keda.triggers[0]?.metadata).toMatchObject({
      taskQueue: TASK_QUEUE,
      endpoint: config['TEMPORAL_ADDRESS'],
      namespace: config['TEMPORAL_NAMESPACE'],
    });
    const figures = readFileSync('src/runtime/watch/desk-watch.ts', 'utf8');
    expect(figures).toContain(`'${hpa.metrics[0]?.external.metric.name}'`);
  });

  it('scale the workers of one build by its own tasks, and otherwise as workers without a build', () => {
    const name = `duihua-worker-${buildInNames}`;
    const keda = find('ScaledObject', 'duihua-worker').spec;
    // Without a build there is no version by which Temporal could count.
    expect(keda.triggers[0]?.metadata).not.toHaveProperty('workerDeploymentName');
    const ofBuild = { workerDeploymentName: DEPLOYMENT_NAME, workerDeploymentBuildId: build };
    expect(find('ScaledObject', name).spec).toEqual({
      ...keda,
      maxReplicaCount: MOST_OF_A_BUILD,
      scaleTargetRef: { ...keda.scaleTargetRef, name },
      triggers: keda.triggers.map((one) => ({ ...one, metadata: { ...one.metadata, ...ofBuild } })),
    });
    const hpa = find('HorizontalPodAutoscaler', 'duihua-worker').spec;
    expect(find('HorizontalPodAutoscaler', name).spec).toEqual({
      ...hpa,
      maxReplicas: MOST_OF_A_BUILD,
      scaleTargetRef: { ...hpa.scaleTargetRef, name },
    });
    // It is the build that the Job promotes, and a worker takes it for its own.
    const promote = find('Job', `duihua-promote-${buildInNames}`).spec.template.spec.containers[0];
    expect(promote.command.at(-1)).toBe(build);
    expect(settingsSchema.parse({ WORKER_BUILD_ID: build }).WORKER_BUILD_ID).toBe(build);
  });

  it('scale only as far as the connections of PostgreSQL suffice, also while two builds run', () => {
    // Of 100 (max_connections) three are kept for superusers.
    const given = 97;
    const [, pool] = /poolSize = (\d+),/.exec(readFileSync('src/store/engine/database.ts', 'utf8')) ?? [];
    const ofProcess = Number(pool) + 1;
    const { replicas } = find('StatefulSet', 'duihua-api').spec;
    const most = (name: string): number => {
      const { maxReplicaCount } = find('ScaledObject', name).spec;
      expect(find('HorizontalPodAutoscaler', name).spec.maxReplicas).toBe(maxReplicaCount);
      return maxReplicaCount;
    };
    const docs = readFileSync('docs/kubernetes.md', 'utf8');
    for (const workers of [most('duihua-worker'), 2 * most(`duihua-worker-${buildInNames}`)]) {
      const used = (replicas + workers) * ofProcess;
      expect(used).toBeLessThanOrEqual(given);
      expect(docs).toContain(`| ${replicas} API, ${workers} workers | ${used} |`);
    }
  });

  it('let a node be drained while no worker is ready, by one budget for the workers of all builds', () => {
    const budgets = manifests.filter(({ kind }) => kind === 'PodDisruptionBudget');
    expect(budgets.map(({ spec }) => spec.unhealthyPodEvictionPolicy)).toEqual([
      'AlwaysAllow',
      'AlwaysAllow',
    ]);
    for (const [, pod] of processes) {
      // Kubernetes evicts no pod that two of them choose.
      const choosing = budgets.filter((budget) => matchesLabels(pod, selectorOf(budget) ?? {}));
      expect(choosing).toHaveLength(1);
    }
    expect(selectorOf(find('PodDisruptionBudget', 'duihua-worker'))).not.toHaveProperty([
      'app.kubernetes.io/version',
    ]);
  });

  it('check and promote a build by programs that exist, with the settings and the few rights of a worker', () => {
    const jobs = manifests.filter(({ kind }) => kind === 'Job').map(({ spec }) => spec.template);
    const [worker] = processes[1][1].spec.containers;
    expect(jobs.map(({ spec }) => spec.containers[0].command.slice(0, 2))).toEqual([
      ['node', 'dist/deploy-promote.js'],
      ['node', 'dist/replay-live.js'],
    ]);
    for (const { metadata, spec } of jobs) {
      const { image, command, envFrom, securityContext, volumeMounts } = spec.containers[0];
      const [, program = ''] = command;
      expect(existsSync(program.replace(/^dist/, 'src').replace(/js$/, 'ts'))).toBe(true);
      expect({ image, envFrom, securityContext, volumeMounts }).toEqual({
        image: worker.image,
        envFrom: worker.envFrom,
        securityContext: worker.securityContext,
        volumeMounts: worker.volumeMounts,
      });
      expect(spec).toMatchObject({ restartPolicy: 'Never', securityContext: { runAsNonRoot: true } });
      // So that the network policy of what may be reached holds for them, and no Service leads to them.
      const choosing = manifests.filter(
        (one) => selectorOf(one) !== undefined && matchesLabels({ metadata }, selectorOf(one) ?? {}),
      );
      expect(choosing.map(({ metadata: { name } }) => name)).toEqual(['duihua-egress']);
    }
  });

  it('are all described in docs/kubernetes.md', () => {
    const docs = readFileSync('docs/kubernetes.md', 'utf8');
    for (const file of files) expect(docs).toContain(`\`${path.basename(file)}\``);
    // What the examples read, and what they do not.
    for (const queue of [TASK_QUEUE, botTaskQueue(TASK_QUEUE), webhookTaskQueue(TASK_QUEUE)])
      expect(docs).toContain(`\`${queue}\``);
  });
});

/** The labels by which a manifest chooses pods; undefined: it chooses none. */
function selectorOf({ kind, spec }: Omit<Manifest, 'spec'> & { readonly spec?: Spec }): Labels | undefined {
  if (spec === undefined) return undefined;
  if (kind === 'Service') return spec.selector as Labels | undefined;
  const selector = spec.podSelector ?? spec.selector;
  return (selector as { readonly matchLabels: Labels } | undefined)?.matchLabels;
}

function matchesLabels(
  { metadata }: Pick<Pod, 'metadata'>,
  selector: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(selector).every(([name, value]) => metadata.labels[name] === value);
}
