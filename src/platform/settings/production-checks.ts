import { SHORTEST_PASSWORD } from '../../domain/password-length';
import { parseSecretKeys } from '../secrets/secret-box';

type Environment = Readonly<Record<string, string | undefined>>;

const SHORTEST_TOKEN = 32;
/** 32 random bytes have fewer different values than this in one of 10^16 cases. */
const FEWEST_DIFFERENT_BYTES = 16;
const FEWEST_DIFFERENT_CHARACTERS = 10;

/**
 * A password that contains only these words, digits and punctuation is among the first to be guessed. This is coarser
 * than `isEasilyGuessed` on purpose: it runs at every start, and an update of that dictionary must not stop a desk
 * whose administrator already exists.
 */
const guessable =
  /^(?:administrator|admin|password|passwd|passwort|pass|changeme|change|me|duihua|wechat|weixin|secret|test|example|default|letmein|qwerty|welcome|token|root|user|demo|login|abc|production|prod|key)*$/;

/**
 * Settings that must not be used in production, one line each. Checks the raw text, so that it is reported together
 * with other mistakes; malformed values are left to the schema.
 */
export function findProductionProblems(env: Environment): string[] {
  return [
    ...checkStores(env),
    ...checkSecretKey(env.SECRET_KEY),
    ...checkAdminPassword(env.ADMIN_PASSWORD),
    ...checkAdminToken(env.ADMIN_TOKEN),
    ...checkReuse(env),
    ...checkTestHooks(env),
  ];
}

function checkStores(env: Environment): string[] {
  if (env.DUIHUA_ALLOW_EMBEDDED === '1') return [];
  const otherwise = 'or set DUIHUA_ALLOW_EMBEDDED=1 to take that risk.';
  const problems: string[] = [];
  if (env.DATABASE_URL === undefined) {
    problems.push(
      `DATABASE_URL is not set, and the embedded database is for one machine only: set it to a PostgreSQL server, ${otherwise}`,
    );
  }
  if (env.TEMPORAL_ADDRESS === undefined) {
    problems.push(
      `TEMPORAL_ADDRESS is not set, and the dev server is not meant for production: set it to a Temporal server, ${otherwise}`,
    );
  }
  return problems;
}

function checkSecretKey(text: string | undefined): string[] {
  const advice = 'make one with: openssl rand -base64 32';
  if (text === undefined) return [`SECRET_KEY is not set, and production needs a fixed one: ${advice}`];
  let keys: readonly Buffer[];
  try {
    keys = parseSecretKeys(text);
  } catch {
    return [];
  }
  const isRandom = (key: Buffer): boolean => new Set(key).size >= FEWEST_DIFFERENT_BYTES;
  if (!keys.every(isRandom)) return [`SECRET_KEY is not random: ${advice}`];
  const texts = keys.map((key) => key.toString('base64'));
  return new Set(texts).size < texts.length
    ? ['SECRET_KEY holds the same key twice: remove one of them.']
    : [];
}

function checkAdminPassword(password: string | undefined): string[] {
  if (password === undefined) return [];
  if (password.length < SHORTEST_PASSWORD) {
    return [`ADMIN_PASSWORD is too short: use at least ${SHORTEST_PASSWORD} characters.`];
  }
  const words = password.toLowerCase().replace(/[\x20-\x40[-`{-~]/g, '');
  const isGuessable = guessable.test(words) || new Set(password).size < 6;
  return isGuessable ? ['ADMIN_PASSWORD is easy to guess: choose another one.'] : [];
}

function checkAdminToken(token: string | undefined): string[] {
  if (token === undefined) return [];
  const advice = 'make one with: openssl rand -hex 32';
  if (token.length < SHORTEST_TOKEN) {
    return [`ADMIN_TOKEN is too short; it needs at least ${SHORTEST_TOKEN} characters: ${advice}`];
  }
  return new Set(token).size < FEWEST_DIFFERENT_CHARACTERS ? [`ADMIN_TOKEN is not random: ${advice}`] : [];
}

function checkReuse(env: Environment): string[] {
  const names = ['SECRET_KEY', 'ADMIN_PASSWORD', 'ADMIN_TOKEN'] as const;
  const problems: string[] = [];
  for (const [index, name] of names.entries()) {
    const values = env[name]?.split(',') ?? [];
    const same = names.slice(0, index).find((other) => {
      const others = env[other]?.split(',') ?? [];
      return values.some((value) => value !== '' && others.includes(value)) || isEqual(env[name], env[other]);
    });
    if (same !== undefined) problems.push(`${name} has the same value as ${same}: give each its own.`);
  }
  return problems;
}

function isEqual(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one === other;
}

function checkTestHooks(env: Environment): string[] {
  return Object.keys(env)
    .filter((name) => name.startsWith('DUIHUA_TEST_') || name === 'DUIHUA_KILL_AT')
    .map((name) => `${name} is for tests only: remove it in production.`);
}
