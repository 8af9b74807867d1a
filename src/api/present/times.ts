/** Instants as the API shows them: ISO 8601 in UTC. */

/** An instant, as epoch ms or as a `Date`. */
export function toIso(at: number | Date): string {
  return new Date(at).toISOString();
}

/** The same, where there may be none. */
export function toIsoOrNull(at: number | Date | null): string | null {
  return at === null ? null : toIso(at);
}
