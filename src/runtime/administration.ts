import { type BootstrapResult, bootstrapAdministrator } from '../api/bootstrap-administrator';
import { newSecret } from '../platform/ids';
import { createPasswords, type Passwords } from '../platform/secrets/passwords';
import type { Config } from '../platform/settings/config';
import type { Database } from '../store/engine/database-types';
import { type ApiTokenStore, createApiTokenStore } from '../store/people/api-tokens';
import { type BrandStore, createBrandStore } from '../store/people/brands';
import { createOperatorStore, type OperatorStore } from '../store/people/operators';

/** Who works here: the stores behind sign-in, and the first administrator. */
export type Administration = {
  readonly operators: OperatorStore;
  readonly brands: BrandStore;
  readonly apiTokens: ApiTokenStore;
  readonly passwords: Passwords;
  readonly bootstrap: BootstrapResult;
};

const START_TOKEN_HOURS = 24;

/**
 * An API token of the administrator for the `curl` lines that `npm start` prints: valid for a day, or until the next
 * start creates another one.
 */
export async function makeStartToken({ apiTokens, bootstrap }: Administration): Promise<string> {
  const secret = newSecret('duihua_');
  const expiresAt = Date.now() + START_TOKEN_HOURS * 3_600_000;
  const operatorId = bootstrap.administrator.id;
  await apiTokens.adopt({ operatorId, name: 'npm start', expiresAt }, secret);
  return secret;
}

/** Opens the stores; creates the first administrator from the environment. `isDemo`: there is no real WeChat. */
export async function openAdministration(
  database: Database,
  config: Config,
  isDemo = false,
): Promise<Administration> {
  const stores = {
    operators: createOperatorStore(database),
    brands: createBrandStore(database),
    apiTokens: createApiTokenStore(database),
    passwords: createPasswords(),
  };
  const bootstrap = await bootstrapAdministrator(
    { database, ...stores },
    {
      email: config.adminEmail,
      password: config.adminPassword?.reveal(),
      token: config.adminToken?.reveal(),
      keepsGeneratedPassword: isDemo,
    },
  );
  return { ...stores, bootstrap };
}
