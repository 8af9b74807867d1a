import { isIP } from 'node:net';
import { z } from 'zod';
import { parseEgressRule } from '../network/egress-policy';
import { parseSecretKeys } from '../secrets/secret-box';

/** The names of OpenTelemetry’s specification. */
const TRACE_SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** One environment variable each. A message says what is valid; the caller adds the variable's name and value. */
export const settingsSchema = z.object({
  NODE_ENV: z.string().default('development'),
  HOST: z
    .string()
    .refine((host) => isIP(host) !== 0 || /^[\w.-]+$/.test(host), 'must be an IP address or a host name')
    .optional(),
  PORT: port(8080),
  WORKER_PORT: port(8081),
  PUBLIC_URL: url(['http:', 'https:']).optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
  DATABASE_LISTEN_URL: url(['postgres:', 'postgresql:']).optional(),
  DATA_DIR: z.string().default('./data'),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^(?:[\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/, 'must be host:port, e.g. temporal.example.com:7233')
    .optional(),
  TEMPORAL_NAMESPACE: z
    .string()
    .regex(/^[\w.-]{2,255}$/, 'must be 2 to 255 letters, digits, dots, hyphens or underscores')
    .default('default'),
  WORKER_BUILD_ID: z
    .string()
    .regex(
      /^(?!__)[\w.+-]{1,100}$/,
      'must be 1 to 100 letters, digits, dots, hyphens, plus signs or underscores, e.g. a version or a commit',
    )
    .optional(),
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  TEMPORAL_UI_URL: url(['http:', 'https:']).optional(),
  SECRET_KEY: z
    .string()
    .refine(
      areSecretKeys,
      'must be 32 bytes in base64, older keys after commas; make one with: openssl rand -base64 32',
    )
    .optional(),
  ADMIN_EMAIL: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/, 'must be an e-mail address')
    .optional(),
  ADMIN_PASSWORD: z.string().max(1024, 'must have at most 1024 characters').optional(),
  ADMIN_TOKEN: z
    .string()
    .regex(
      /^[\x21-\x7e]{8,512}$/,
      'must have 8 to 512 characters without spaces; make one with: openssl rand -hex 32',
    )
    .optional(),
  WECHAT_API_URL: url(['http:', 'https:']).optional(),
  SIMULATOR_PORT: port(8090),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, fatal, silent',
    })
    .default('info'),
  EGRESS_IPS: z
    .string()
    .transform((list) => list.split(',').map((address) => address.trim()))
    .refine(
      (list) => list.every((address) => isIP(address) !== 0),
      'must be IP addresses separated by commas',
    )
    .default([]),
  EGRESS_ALLOW: z
    .string()
    .transform((list, context) =>
      list.split(',').map((entry) => {
        const rule = parseEgressRule(entry.trim());
        if (rule === null) {
          const message =
            'must be host names, IP addresses or ranges such as 10.0.0.0/8, with commas between them';
          context.addIssue({ code: 'custom', message });
          return z.NEVER;
        }
        return rule;
      }),
    )
    .default([]),
  TRUST_PROXY: wholeNumber(0, 10, 'the number of reverse proxies in front, 0 to 10').default(0),
  MEDIA_S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'must be the name of a bucket')
    .optional(),
  MEDIA_S3_ENDPOINT: url(['http:', 'https:']).optional(),
  MEDIA_S3_REGION: z
    .string()
    .regex(/^[\w-]{1,64}$/, 'must be the name of a region')
    .default('us-east-1'),
  MEDIA_S3_ACCESS_KEY_ID: z.string().max(256, 'must have at most 256 characters').optional(),
  MEDIA_S3_SECRET_ACCESS_KEY: z.string().max(1024, 'must have at most 1024 characters').optional(),
  VAPID_PUBLIC_KEY: z
    .string()
    .regex(/^[\w-]{87}$/, 'must be 65 bytes in base64url; make a pair with: npx web-push generate-vapid-keys')
    .optional(),
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[\w-]{43}$/, 'must be 32 bytes in base64url; make a pair with: npx web-push generate-vapid-keys')
    .optional(),
  OIDC_ISSUER: z
    .string()
    .refine(
      isIssuer,
      'must be the issuer’s address (https://…), without /.well-known/…, a query or a fragment',
    )
    .optional(),
  OIDC_CLIENT_ID: z.string().max(512, 'must have at most 512 characters').optional(),
  OIDC_CLIENT_SECRET: z.string().max(4096, 'must have at most 4096 characters').optional(),
  OIDC_SCOPES: z
    .string()
    .regex(/^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/, 'must be scopes with one space between them')
    .refine((scopes) => scopes.split(' ').includes('openid'), 'must contain openid')
    .default('openid email profile'),
  OIDC_ALLOWED_DOMAINS: names(
    /^[^\s@,]+\.[^\s@,]+$/,
    'must be domains such as example.com, with commas between them',
  )
    .transform((domains) => domains.map((domain) => domain.toLowerCase()))
    .optional(),
  OIDC_ROLE_CLAIM: z.string().max(256, 'must have at most 256 characters').optional(),
  OIDC_ADMIN_VALUES: names(/./, 'must be values with commas between them').optional(),
  OIDC_AUTO_CREATE: onOrOff('0'),
  OIDC_DEFAULT_BRANDS: names(/./, 'must be ids or names of brands with commas between them').default([]),
  PASSWORD_SIGN_IN: onOrOff('1'),
  EXPOSE_METRICS: onOrOff('1'),
  EXPOSE_DOCS: onOrOff('1'),
  RETENTION_AS_OF: onOrOff('0'),
  DUIHUA_ALLOW_EMBEDDED: onOrOff('0'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['http:', 'https:'])
    .refine(
      (text) => !/[?#@]/.test(text),
      'must be an address without a user, a query or a fragment, e.g. http://localhost:4318',
    )
    .optional(),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .transform((list, context) => {
      const headers = parseHeaders(list);
      if (headers !== null) return headers;
      context.addIssue({ code: 'custom', message: 'must be name=value, with commas between several' });
      return z.NEVER;
    })
    .default({}),
  OTEL_SERVICE_NAME: z
    .string()
    .regex(/^[\x20-\x7e]{1,100}$/, 'must be 1 to 100 characters of ASCII')
    .default('duihua'),
  OTEL_TRACES_SAMPLER: z
    .enum(TRACE_SAMPLERS, { error: `must be one of ${TRACE_SAMPLERS.join(', ')}` })
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(?:0|1|0?\.\d{1,9}|1\.0{1,9}|0\.0{1,9})$/, 'must be a share from 0 to 1, e.g. 0.1')
    .transform(Number)
    .default(1),
});

export type Settings = z.infer<typeof settingsSchema>;

/** Settings whose value is never shown in a message. A database URL contains a password. */
export const secretSettings: ReadonlySet<string> = new Set([
  'SECRET_KEY',
  'ADMIN_PASSWORD',
  'ADMIN_TOKEN',
  'DATABASE_URL',
  'DATABASE_LISTEN_URL',
  'MEDIA_S3_SECRET_ACCESS_KEY',
  'OIDC_CLIENT_SECRET',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'VAPID_PRIVATE_KEY',
]);

function wholeNumber(min: number, max: number, what: string) {
  return z
    .string()
    .regex(/^\d{1,9}$/, `must be ${what}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be ${what}`);
}

function onOrOff(fallback: '0' | '1') {
  return z.enum(['0', '1'], { error: 'must be 0 or 1' }).default(fallback);
}

/** Names with commas between them. */
function names(form: RegExp, message: string) {
  return z
    .string()
    .transform((list) => list.split(',').map((name) => name.trim()))
    .refine((list) => list.every((name) => form.test(name)), message);
}

/** Not a discovery document's address: for that one the library would not compare the issuer. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, search, hash, pathname } = new URL(text);
  return (
    (protocol === 'https:' || protocol === 'http:') &&
    search === '' &&
    hash === '' &&
    !pathname.includes('/.well-known/')
  );
}

/** 0 stands for any free port. */
function port(fallback: number) {
  return wholeNumber(0, 65_535, 'a port, 0 to 65535').default(fallback);
}

function url(protocols: readonly string[]) {
  const schemes = protocols.map((protocol) => `${protocol}//`).join(' or ');
  const isRight = (text: string): boolean => URL.canParse(text) && protocols.includes(new URL(text).protocol);
  return z
    .string()
    .refine(isRight, `must be an address that begins with ${schemes}`)
    .transform((text) => text.replace(/\/+$/, ''));
}

/** `name=value,name=value`, with `%` escapes in the values; null if it is anything else. */
function parseHeaders(list: string): Readonly<Record<string, string>> | null {
  const headers: Record<string, string> = {};
  for (const entry of list.split(',')) {
    const [, name, value] =
      /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*([\x21-\x7e][\x20-\x7e]*?)\s*$/.exec(entry) ?? [];
    if (name === undefined || value === undefined) return null;
    try {
      headers[name] = decodeURIComponent(value);
    } catch {
      return null;
    }
  }
  return headers;
}

function areSecretKeys(text: string): boolean {
  try {
    parseSecretKeys(text);
    return true;
  } catch {
    return false;
  }
}
