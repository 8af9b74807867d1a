/** What the library's errors mean. */

/** Codes of undici and of the system for a connection that did not come about, or broke. */
const NETWORK =
  /^(?:UND_ERR_|ECONN|ENOTFOUND|EAI_|EHOST|ENET|EPIPE|ETIMEDOUT|CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** Whether nothing was learnt: no connection, no answer in time, or an answer with a status of 500 and more. */
export function isOutage(error: unknown): boolean {
  return chainOf(error).some((one) => {
    if (isNamed(one, 'TimeoutError') || isNamed(one, 'AbortError')) return true;
    const code = fieldOf(one, 'code');
    if (typeof code === 'string' && (NETWORK.test(code) || code === 'OAUTH_TIMEOUT')) return true;
    if (fieldOf(one, 'message') === 'fetch failed') return true;
    const status = fieldOf(one, 'status');
    return typeof status === 'number' && (status >= 500 || status === 429);
  });
}

/**
 * A code that says what was wrong, for the log and the audit: the library's own, with the claim or field that it is about,
 * or the provider's (`access_denied`, `invalid_grant`). No value of a claim.
 */
export function reasonOf(error: unknown): string {
  const all = chainOf(error);
  const said = all.map((one) => fieldOf(one, 'error')).find((one) => typeof one === 'string');
  if (typeof said === 'string' && /^[\w.-]{1,60}$/.test(said)) return said;
  const code = all.map((one) => fieldOf(one, 'code')).find((one) => typeof one === 'string');
  const about = all
    .flatMap((one) => [fieldOf(one, 'claim'), fieldOf(one, 'attribute')])
    .find((one) => typeof one === 'string');
  const name = typeof code === 'string' ? code.toLowerCase() : 'unknown';
  return typeof about === 'string' ? `${name}:${about}` : name;
}

/** The error and what caused it, at most five. */
function chainOf(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  for (let one = error; one !== undefined && one !== null && chain.length < 5; one = fieldOf(one, 'cause')) {
    chain.push(one);
  }
  return chain;
}

function isNamed(error: unknown, name: string): boolean {
  return fieldOf(error, 'name') === name;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
