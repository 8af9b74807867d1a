/**
 * What an API token may do. Each route needs one scope (its contract says which), and no scope includes another: a token
 * names each that it needs.
 */

/**
 * - `read`: every `GET` but those of administrators
 * - `write`: notes, tags, attending, completing, drafts, transfers, and whatever else changes something
 * - `send`: messages to contacts, and what belongs to them
 * - `admin`: what only administrators may
 */
export const TOKEN_SCOPES = ['read', 'write', 'send', 'admin'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** What any operator's token may have: `admin` is only for administrators. */
export const OPERATOR_SCOPES = ['read', 'write', 'send'] as const satisfies readonly TokenScope[];

/** What a token may do now that names `scopes`; one that names none (null) may do all that the role of its operator may. */
export function grantedScopes(
  role: 'operator' | 'administrator',
  scopes: readonly TokenScope[] | null,
): readonly TokenScope[] {
  const allowed = role === 'administrator' ? TOKEN_SCOPES : OPERATOR_SCOPES;
  return scopes === null ? allowed : allowed.filter((scope) => scopes.includes(scope));
}
