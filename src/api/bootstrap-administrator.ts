/** What the first start makes: an administrator who can sign in, their API token, and a brand. */
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
   * A generated password need not be changed at once: the demo's newcomer comes by its link and has never typed it.
   * Of 256 random bits, it is guessed by nobody.
   */
  readonly keepsGeneratedPassword?: boolean | undefined;
};

export type BootstrapResult = {
  readonly administrator: Operator;
  readonly isNew: boolean;
  /** Only where the administrator was made just now without a given password: print it, it is kept nowhere. */
  readonly generatedPassword?: string;
};

/**
 * Makes the first administrator where there is none, and `token` an API token of the one with `email`, else of the
 * oldest one. Any number of processes may do it at once and again; a later `password` changes nothing.
 */
export async function bootstrapAdministrator(deps: Deps, wishes: Wishes): Promise<BootstrapResult> {
  const { database, operators, apiTokens } = deps;
  return database.exclusively('bootstrap', async () => {
    const existing = await existingAdministrator(operators, wishes.email);
    const result =
      existing === undefined
        ? await createAdministrator(deps, wishes)
        : { administrator: existing, isNew: false };
    if (wishes.token !== undefined && wishes.token !== '') {
      const operatorId = result.administrator.id;
      await apiTokens.adopt({ operatorId, name: TOKEN_NAME, scope: 'write' }, wishes.token);
    }
    return result;
  });
}

/** The oldest brand, made now with `name` where there is none. */
export async function ensureFirstBrand(
  { database, brands }: { readonly database: Database; readonly brands: BrandStore },
  name: string,
): Promise<Brand> {
  return database.exclusively('bootstrap', async () => (await brands.first()) ?? brands.create({ name }));
}

async function existingAdministrator(
  operators: OperatorStore,
  email?: string,
): Promise<Operator | undefined> {
  const named = email === undefined ? undefined : (await operators.findByEmail(email))?.operator;
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
    throw new Error(`The first administrator could not be made: ${result.refusal} (ADMIN_EMAIL).`);
  }
  const isNew = { administrator: result.operator, isNew: true };
  return generated === undefined ? isNew : { ...isNew, generatedPassword: generated };
}
