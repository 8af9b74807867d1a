/**
 * The provider of single sign-on: OpenID Connect, code flow with PKCE, state and nonce. What it says is proved by the
 * library: signature, issuer (also that of the answer, RFC 9207), audience, times, nonce, state.
 */
import * as oidc from 'openid-client';
import { type Claims, isIncomplete, joinClaims } from '../domain/sign-in/person-at-provider';
import { sha256 } from '../platform/ids';
import type { OidcConfig } from '../platform/settings/oidc-config';
import { isOutage, reasonOf } from './failures';
import { limitedFetch } from './limited-fetch';

/** The provider does not answer, or not as a provider would: nothing is known, and a later try may succeed. */
export class ProviderAway extends Error {
  override readonly name = 'ProviderAway';
}

/** The provider answered, but its answer proves nothing. `reason` is a code for the log; it holds no claim. */
export class SignInInvalid extends Error {
  override readonly name = 'SignInInvalid';
  constructor(
    readonly reason: string,
    cause?: unknown,
  ) {
    super(`The provider’s answer is not valid: ${reason}.`, { cause });
  }
}

/** A person whose identity is proved. */
export type ProvedPerson = {
  readonly issuer: string;
  /** Never given to another person by this issuer. */
  readonly subject: string;
  readonly claims: Claims;
  /** For the sign-out at the provider. */
  readonly idToken: string;
};

export type OidcProvider = {
  /** How people recognise it: the issuer’s host. */
  readonly name: string;
  /** The address at the provider where somebody signs in; state, nonce and PKCE follow from `secret`. */
  begin(secret: string): Promise<string>;
  /**
   * Exchanges the code of an answer (`query`: what the provider has added to our address) for a proved person.
   * @throws ProviderAway, SignInInvalid
   */
  finish(secret: string, query: string): Promise<ProvedPerson>;
  /** Where the browser also signs out at the provider; null: the provider has no such address, or is away. */
  signOutUrl(idToken: string): Promise<string | null>;
};

/** Discovery, token, keys and userinfo, each. */
const ANSWER_WITHIN_SECONDS = 5;
/** How far the clocks may differ. */
const CLOCK_TOLERANCE_SECONDS = 30;
const KNOWN_FOR_MS = 60 * 60_000;
const TRIED_AGAIN_AFTER_MS = 10_000;

/**
 * The provider at `config.issuer`. Nothing is asked of it before somebody signs in: its discovery document is fetched
 * then, kept for an hour, and an older one is used while no newer one can be had. `publicUrl`: the address of this desk.
 */
export function createOidcProvider(
  config: OidcConfig,
  { publicUrl, clock }: { readonly publicUrl: string; readonly clock: () => number },
): OidcProvider {
  const issuer = new URL(config.issuer);
  const redirectUri = `${publicUrl}/sign-in/callback`;
  const known = createKnown(() => discover(config, issuer), clock);
  const configuration = () => translated(known);
  return {
    name: issuer.host,
    async begin(secret) {
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: redirectUri,
        scope: config.scopes,
        state: stateOf(secret),
        nonce: nonceOf(secret),
        code_challenge: await oidc.calculatePKCECodeChallenge(verifierOf(secret)),
        code_challenge_method: 'S256',
      });
      return url.href;
    },
    async finish(secret, query) {
      const at = await configuration();
      return translated(async () => {
        const tokens = await oidc.authorizationCodeGrant(at, new URL(`${redirectUri}?${query}`), {
          expectedState: stateOf(secret),
          expectedNonce: nonceOf(secret),
          pkceCodeVerifier: verifierOf(secret),
          idTokenExpected: true,
        });
        const own = tokens.claims();
        if (own === undefined || tokens.id_token === undefined) throw new SignInInvalid('no_id_token');
        const isAsked =
          isIncomplete(own, config.rules.roles?.claim ?? null) &&
          at.serverMetadata().userinfo_endpoint !== undefined;
        // The library refuses the claims of another subject.
        const more = isAsked ? await oidc.fetchUserInfo(at, tokens.access_token, own.sub) : {};
        return { issuer: own.iss, subject: own.sub, claims: joinClaims(own, more), idToken: tokens.id_token };
      });
    },
    async signOutUrl(idToken) {
      const at = await configuration().catch(() => null);
      if (at?.serverMetadata().end_session_endpoint === undefined) return null;
      try {
        return oidc.buildEndSessionUrl(at, {
          id_token_hint: idToken,
          post_logout_redirect_uri: `${publicUrl}/sign-in`,
        }).href;
      } catch {
        // Not an address, or not by https: the session here has ended all the same.
        return null;
      }
    },
  };
}

/** Each is its own value: one of them, e.g. the state in an address, tells nothing about another. */
const stateOf = (secret: string): string => sha256(`oidc state\n${secret}`);
const nonceOf = (secret: string): string => sha256(`oidc nonce\n${secret}`);
const verifierOf = (secret: string): string => sha256(`oidc verifier\n${secret}`);

async function discover(config: OidcConfig, issuer: URL): Promise<oidc.Configuration> {
  const isPlain = issuer.protocol === 'http:';
  return oidc.discovery(
    issuer,
    config.clientId,
    { [oidc.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
    authenticationOf(config.clientSecret?.reveal()),
    {
      timeout: ANSWER_WITHIN_SECONDS,
      [oidc.customFetch]: (url, options) => limitedFetch(url, options as RequestInit),
      // The signature is verified although the token comes straight from the provider.
      execute: [oidc.enableNonRepudiationChecks, ...(isPlain ? [oidc.allowInsecureRequests] : [])],
    },
  );
}

/** By header if the provider takes that (the default of OpenID Connect Discovery 1.0, 3), otherwise in the body. */
function authenticationOf(secret: string | undefined): oidc.ClientAuth {
  if (secret === undefined) return oidc.None();
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, client, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported;
    const takesHeader = methods === undefined || methods.includes('client_secret_basic');
    return (takesHeader ? basic : post)(server, client, body, headers);
  };
}

/** Fetches once for all who wait, keeps the result for an hour, and falls back on the one before. */
function createKnown<Value>(fetchIt: () => Promise<Value>, clock: () => number): () => Promise<Value> {
  let last: { readonly value: Value; readonly at: number } | undefined;
  let running: Promise<Value> | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    const isFresh = last !== undefined && clock() - last.at < KNOWN_FOR_MS;
    // While the provider is away, people who sign in or out do not all wait for it.
    if (last !== undefined && (isFresh || clock() - failedAt < TRIED_AGAIN_AFTER_MS)) return last.value;
    running ??= fetchIt().finally(() => {
      running = undefined;
    });
    try {
      last = { value: await running, at: clock() };
      return last.value;
    } catch (error) {
      failedAt = clock();
      if (last === undefined || !isOutage(error)) throw error;
      return last.value;
    }
  };
}

async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SignInInvalid) throw error;
    if (isOutage(error)) throw new ProviderAway('The provider does not answer.', { cause: error });
    throw new SignInInvalid(reasonOf(error), error);
  }
}
