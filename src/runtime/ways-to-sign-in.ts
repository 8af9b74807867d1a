import type { People } from '../api/parts';
import { createOidcProvider } from '../oidc/provider';
import type { Config } from '../platform/settings/config';

/**
 * How people sign in, by the settings. `administratorId`: whom `ADMIN_EMAIL` names, or the oldest administrator; with
 * `ADMIN_PASSWORD` they get in while passwords are off.
 */
export function toWaysToSignIn(
  { oidc, isPasswordSignInOn, adminPassword, publicUrl }: Config,
  administratorId: string,
): Pick<People, 'passwordSignIn' | 'provider' | 'oidcRules'> {
  return {
    passwordSignIn: {
      isOn: isPasswordSignInOn,
      emergency:
        adminPassword === undefined ? null : { operatorId: administratorId, password: adminPassword },
    },
    provider: oidc === undefined ? null : createOidcProvider(oidc, { publicUrl, clock: Date.now }),
    oidcRules: oidc?.rules ?? null,
  };
}
