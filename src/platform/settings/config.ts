import path from 'node:path';
import { describeIssue } from '../describe-issue';
import { errorMessage } from '../errors';
import type { EgressRule } from '../network/egress-policy';
import { Secret } from '../secrets/secret';
import { parseSecretKeys } from '../secrets/secret-box';
import { readOrMakeSecretKey } from '../secrets/secret-key-file';
import { findOidcProblems, type OidcConfig, toOidcConfig } from './oidc-config';
import { findProductionProblems } from './production-checks';
import { type Settings, secretSettings, settingsSchema } from './settings-schema';
import { type TracingConfig, toTracingConfig } from './tracing-config';

/** All settings, read once at the start. docs/operations.md has the table. */
export interface Config {
  readonly isProduction: boolean;
  /** Where the API listens: by default this machine only, all addresses in production. */
  readonly host: string;
  /** 0: any free port; the same for the other ports. */
  readonly port: number;
  /** Where a worker process serves its health and metrics, on `host` too. */
  readonly workerPort: number;
  /** The address that WeChat and browsers use, without a trailing slash. */
  readonly publicUrl: string;
  /** Undefined: embedded under `dataDir`. */
  readonly databaseUrl: Secret<string> | undefined;
  /** The same database without a transaction pooler, for LISTEN. Undefined: `databaseUrl`. */
  readonly databaseListenUrl: Secret<string> | undefined;
  /** Absolute. */
  readonly dataDir: string;
  readonly temporal: TemporalSettings;
  /** The build id that workers report; undefined: they have no version. */
  readonly workerBuildId: string | undefined;
  /** The first one seals; all of them open. */
  readonly secretKeys: Secret<readonly Buffer[]>;
  readonly adminEmail: string | undefined;
  readonly adminPassword: Secret<string> | undefined;
  readonly adminToken: Secret<string> | undefined;
  /** Undefined: WeChat's own in production, otherwise the simulator. */
  readonly wechatApiUrl: string | undefined;
  readonly simulatorPort: number;
  readonly logLevel: Settings['LOG_LEVEL'];
  /** The addresses from which this installation calls WeChat, for its allowlist. */
  readonly egressIps: readonly string[];
  /** What may be called beside the public internet, at addresses that people enter. */
  readonly egressAllow: readonly EgressRule[];
  /** How many reverse proxies in front of it add to `X-Forwarded-For`. */
  readonly trustProxyHops: number;
  /** Whether `/metrics` (also of a worker) and `/docs` with `/openapi.json` are served. */
  readonly isExposed: { readonly metrics: boolean; readonly docs: boolean };
  /** The bucket for files; undefined: they are stored under `dataDir`. */
  readonly mediaBucket: MediaBucket | undefined;
  /** The key pair for web push; undefined: created once and stored in the database. */
  readonly vapidKeys: { readonly publicKey: string; readonly privateKey: Secret<string> } | undefined;
  /** Single sign-on; undefined: there is none. */
  readonly oidc: OidcConfig | undefined;
  /** Whether everyone may sign in by a password; if not, only one administrator may, with `adminPassword`. */
  readonly isPasswordSignInOn: boolean;
  /** Where traces go; undefined: none are recorded. */
  readonly tracing: TracingConfig | undefined;
  /** Whether a run of retention may measure ages at an instant that is still to come; for tests. */
  readonly mayRetentionLookAhead: boolean;
}

export interface MediaBucket {
  readonly bucket: string;
  /** Undefined: Amazon's own. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret<string>;
}

export interface TemporalSettings {
  /** Undefined: start the dev server. */
  readonly address: string | undefined;
  readonly namespace: string;
  /** Of the dev server. */
  readonly port: number;
  /** Of the dev server. */
  readonly uiPort: number;
  /** Where engineers find the Web UI; undefined if not configured. */
  readonly uiUrl: string | undefined;
  /** Whether the clock of a conversation can be moved on the dev server. Never in production. */
  readonly canSkipTime: boolean;
}

/** Wrong settings: one line for each, for the terminal, without any secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings. An empty variable counts as unset. Outside production a missing `SECRET_KEY` is created once and
 * kept under `DATA_DIR`.
 *
 * Throws {@link ConfigError} with all mistakes at once; nothing is written then.
 */
export function loadConfig(environment: Environment = process.env): Config {
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim() !== ''));
  const isProduction = env.NODE_ENV === 'production';
  const parsed = settingsSchema.safeParse(env, { error: describeIssue });
  const problems = [
    ...(parsed.success
      ? [
          ...findSharedPorts(parsed.data),
          ...findBucketProblems(parsed.data),
          ...findVapidProblems(parsed.data),
          ...findOidcProblems(parsed.data, isProduction),
        ]
      : parsed.error.issues.map((issue) => describe(issue, env))),
    ...(isProduction ? findProductionProblems(env) : []),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return toConfig(parsed.data, isProduction);
}

function describe(
  issue: { readonly path: PropertyKey[]; readonly message: string },
  env: Environment,
): string {
  const name = String(issue.path[0]);
  const value = secretSettings.has(name) ? '' : ` (it is ${JSON.stringify(env[name])})`;
  return `${name} ${issue.message}${value}.`;
}

function findSharedPorts(settings: Settings): string[] {
  const names = ['PORT', 'SIMULATOR_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT'] as const;
  const owners = new Map<number, string>();
  const problems: string[] = [];
  for (const name of names) {
    const port = settings[name];
    const owner = owners.get(port);
    if (port !== 0 && owner !== undefined)
      problems.push(`${name} and ${owner} are both ${port}: give each its own port.`);
    owners.set(port, name);
  }
  return problems;
}

const BUCKET_NEEDS = ['MEDIA_S3_ACCESS_KEY_ID', 'MEDIA_S3_SECRET_ACCESS_KEY'] as const;

/**
 * A bucket needs its keys, and they need a bucket: half of the settings would put files where they will not be found.
 */
function findBucketProblems(settings: Settings): string[] {
  const hasBucket = settings.MEDIA_S3_BUCKET !== undefined;
  const others = [...BUCKET_NEEDS, 'MEDIA_S3_ENDPOINT'] as const;
  if (hasBucket) {
    return BUCKET_NEEDS.filter((name) => settings[name] === undefined).map(
      (name) => `${name} is needed if MEDIA_S3_BUCKET is set.`,
    );
  }
  return others
    .filter((name) => settings[name] !== undefined)
    .map((name) => `${name} is set without MEDIA_S3_BUCKET: set both or neither.`);
}

function findVapidProblems({
  VAPID_PUBLIC_KEY: publicKey,
  VAPID_PRIVATE_KEY: privateKey,
}: Settings): string[] {
  if ((publicKey === undefined) === (privateKey === undefined)) return [];
  return ['VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY belong together: set both or neither.'];
}

function toVapidKeys({ VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey }: Settings) {
  if (publicKey === undefined || privateKey === undefined) return undefined;
  return { publicKey, privateKey: new Secret(privateKey) };
}

function toMediaBucket(settings: Settings): MediaBucket | undefined {
  const bucket = settings.MEDIA_S3_BUCKET;
  if (bucket === undefined) return undefined;
  return {
    bucket,
    endpoint: settings.MEDIA_S3_ENDPOINT,
    region: settings.MEDIA_S3_REGION,
    accessKeyId: settings.MEDIA_S3_ACCESS_KEY_ID ?? '',
    secretAccessKey: new Secret(settings.MEDIA_S3_SECRET_ACCESS_KEY ?? ''),
  };
}

function toConfig(settings: Settings, isProduction: boolean): Config {
  const dataDir = path.resolve(settings.DATA_DIR);
  return {
    isProduction,
    host: settings.HOST ?? (isProduction ? '0.0.0.0' : '127.0.0.1'),
    port: settings.PORT,
    workerPort: settings.WORKER_PORT,
    publicUrl: settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`,
    databaseUrl: toSecret(settings.DATABASE_URL),
    databaseListenUrl: toSecret(settings.DATABASE_LISTEN_URL),
    dataDir,
    temporal: toTemporalSettings(settings, isProduction),
    workerBuildId: settings.WORKER_BUILD_ID,
    secretKeys: new Secret(readSecretKeys(settings.SECRET_KEY, dataDir)),
    adminEmail: settings.ADMIN_EMAIL,
    adminPassword: toSecret(settings.ADMIN_PASSWORD),
    adminToken: toSecret(settings.ADMIN_TOKEN),
    wechatApiUrl: settings.WECHAT_API_URL,
    simulatorPort: settings.SIMULATOR_PORT,
    logLevel: settings.LOG_LEVEL,
    egressIps: settings.EGRESS_IPS,
    egressAllow: settings.EGRESS_ALLOW,
    trustProxyHops: settings.TRUST_PROXY,
    mediaBucket: toMediaBucket(settings),
    vapidKeys: toVapidKeys(settings),
    oidc: toOidcConfig(settings),
    isPasswordSignInOn: settings.PASSWORD_SIGN_IN === '1',
    tracing: toTracingConfig(settings),
    mayRetentionLookAhead: settings.RETENTION_AS_OF === '1',
    isExposed: { metrics: settings.EXPOSE_METRICS === '1', docs: settings.EXPOSE_DOCS === '1' },
  };
}

function toTemporalSettings(settings: Settings, isProduction: boolean): TemporalSettings {
  const address = settings.TEMPORAL_ADDRESS;
  const ownUi = address === undefined ? `http://localhost:${settings.TEMPORAL_UI_PORT}` : undefined;
  return {
    address,
    namespace: settings.TEMPORAL_NAMESPACE,
    port: settings.TEMPORAL_PORT,
    uiPort: settings.TEMPORAL_UI_PORT,
    uiUrl: settings.TEMPORAL_UI_URL ?? ownUi,
    canSkipTime: !isProduction,
  };
}

function readSecretKeys(text: string | undefined, dataDir: string): readonly Buffer[] {
  try {
    return parseSecretKeys(text ?? readOrMakeSecretKey(dataDir));
  } catch (error) {
    throw new ConfigError([
      `DATA_DIR: the secret key in ${dataDir} cannot be read or created (${errorMessage(error)}); ` +
        'allow this user to write there, bring the file "secret-key" back, or set SECRET_KEY.',
    ]);
  }
}

function toSecret(value: string | undefined): Secret<string> | undefined {
  return value === undefined ? undefined : new Secret(value);
}
