/** Instants as the API shows them: ISO 8601 in UTC. */

/** @param at epoch ms */
export function toIso(at: number): string {
  return new Date(at).toISOString();
}

/** The same, where there may be none. */
export function toIsoOrNull(at: number | null): string | null {
  return at === null ? null : toIso(at);
}
