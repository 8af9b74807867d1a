/** What the first start creates: an administrator who can sign in, their API token, and a brand. */
import { newSecret } from '../platform/ids';
import type { Passwords } from '../platform/secrets/passwords';
import type { Database } from '../store/engine/database-types';
import type { ApiTokenStore } from '../store/people/api-tokens';
import type { Brand, BrandStore } from '../store/people/brands';
import type { Operator } from '../store/people/operator-rows';
import type { OperatorStore } from '../store/people/operators';

const DEFAULT_EMAIL = 'admin@duihua.local';
const TOKEN_NAME = 'ADMIN_TOKEN';

type Deps = {
  readonly database: Database;
  readonly operators: OperatorStore;
  readonly apiTokens: ApiTokenStore;
  readonly passwords: Passwords;
};

/** From the environment: `ADMIN_EMAIL`, `ADMIN_PASSWORD`, `ADMIN_TOKEN`. */
type Wishes = {
  readonly email?: string | undefined;
  readonly password?: string | undefined;
  readonly token?: string | undefined;
  /**
   * Whether a generated password need not be changed at once: in the demo, people sign in with the link and never type
   * it. It has 256 random bits, so it cannot be guessed.
   */
  readonly keepsGeneratedPassword?: boolean | undefined;
};

export type BootstrapResult = {
  readonly administrator: Operator;
  readonly isNew: boolean;
  /**
   * Present only if the administrator has just been created and no password was given. Print it: it is stored nowhere.
   */
  readonly generatedPassword?: string;
};

/**
 * Creates the first administrator if there is none, and makes `token` an API token of the administrator with `email`,
 * or else of the oldest one. Several processes may do this at once and repeatedly; a later `password` changes nothing.
 */
export async function bootstrapAdministrator(deps: Deps, wishes: Wishes): Promise<BootstrapResult> {
  const { database, operators, apiTokens } = deps;
  return database.exclusively('bootstrap', async () => {
    const existing = await existingAdministrator(operators, wishes.email);
    const result =
      existing === null ? await createAdministrator(deps, wishes) : { administrator: existing, isNew: false };
    if (wishes.token !== undefined && wishes.token !== '') {
      const operatorId = result.administrator.id;
      await apiTokens.adopt({ operatorId, name: TOKEN_NAME }, wishes.token);
    }
    return result;
  });
}

/** The oldest brand; created now with `name` if there is none. */
export async function ensureFirstBrand(
  { database, brands }: { readonly database: Database; readonly brands: BrandStore },
  name: string,
): Promise<Brand> {
  return database.exclusively('bootstrap', async () => (await brands.first()) ?? brands.create({ name }));
}

async function existingAdministrator(operators: OperatorStore, email?: string): Promise<Operator | null> {
  const named = email === undefined ? null : (await operators.findByEmail(email))?.operator;
  if (named?.role === 'administrator' && named.disabledAt === null) return named;
  return operators.firstAdministrator();
}

async function createAdministrator(
  { operators, passwords }: Deps,
  { email = DEFAULT_EMAIL, password, keepsGeneratedPassword = false }: Wishes,
): Promise<BootstrapResult> {
  const generated = password === undefined || password === '' ? newSecret() : undefined;
  const result = await operators.create({
    name: 'Administrator',
    email,
    role: 'administrator',
    brandIds: [],
    passwordHash: await passwords.hash(generated ?? password ?? ''),
    mustChangePassword: generated !== undefined && !keepsGeneratedPassword,
  });
  if ('refusal' in result) {
    throw new Error(`The first administrator could not be created: ${result.refusal} (ADMIN_EMAIL).`);
  }
  const isNew = { administrator: result.operator, isNew: true };
  return generated === undefined ? isNew : { ...isNew, generatedPassword: generated };
}
