/** Instants as the API shows them: ISO 8601 in UTC. */

/** @param at epoch ms */
export function toIso(at: number): string {
  return new Date(at).toISOString();
}

/** The same for a time that may be null. */
export function toIsoOrNull(at: number | null): string | null {
  return at === null ? null : toIso(at);
}
