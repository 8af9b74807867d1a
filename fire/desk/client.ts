/** A client of the API: one caller, who may be answered by either process, and gives up after a while. */
import type { Outcome } from '../history';

export type ApiAnswer<Body = Record<string, unknown>> = {
  readonly outcome: Outcome;
  /** null: no answer came. */
  readonly status: number | null;
  readonly body: Body | null;
};

/** The API answers within 10 s; a client waits a little longer. */
const GIVES_UP_AFTER_MS = 15_000;

/** Calls once, and tells what is known of the outcome. */
export async function callApi<Body = Record<string, unknown>>(
  url: string,
  token: string,
  method: string,
  where: string,
  options: { readonly body?: unknown; readonly key?: string; readonly withinMs?: number } = {},
): Promise<ApiAnswer<Body>> {
  try {
    return await within(options.withinMs ?? GIVES_UP_AFTER_MS, (signal) => callOnce(signal));
  } catch {
    return { outcome: 'unknown', status: null, body: null };
  }

  async function callOnce(signal: AbortSignal): Promise<ApiAnswer<Body>> {
    const response = await fetch(`${url}/api/v1${where}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        connection: 'close',
        ...(options.key === undefined ? {} : { 'idempotency-key': options.key }),
      },
      signal,
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    const body = text === '' ? null : (JSON.parse(text) as Body);
    return { outcome: outcomeOf(response.status, body), status: response.status, body };
  }
}

export type Administrator = { readonly urls: readonly string[]; readonly adminToken: string };

/** Calls, while all is well; throws for anything but success. */
export async function expectOk<Body>(
  { urls, adminToken }: Administrator,
  method: string,
  where: string,
  body: unknown,
): Promise<Body> {
  const answer = await callApi<Body>(urls[0] ?? '', adminToken, method, where, { body });
  if (answer.outcome !== 'ok' || answer.body === null)
    throw new Error(`${method} ${where}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** Gives up after so many ms, whatever became of the connection. */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const giveUp = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      giveUp.abort();
      reject(new Error(`no answer within ${ms} ms`));
    }, ms);
  });
  try {
    return await Promise.race([work(giveUp.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A refusal is certain, unless the API says itself that it is not (docs/api.md, `unavailable`). */
function outcomeOf(status: number, body: unknown): Outcome {
  if (status < 300) return 'ok';
  const reason = typeof body === 'object' && body !== null && 'reason' in body ? body.reason : undefined;
  if (reason === 'acceptance_unknown' || reason === 'unconfirmed' || status === 500) return 'unknown';
  return 'failed';
}

/** Reads, from the first of the processes that answers, until one does. Throws after `withinMs`. */
export async function readApi<Body>(
  urls: readonly string[],
  token: string,
  where: string,
  withinMs = 60_000,
): Promise<Body> {
  const until = Date.now() + withinMs;
  for (let turn = 0; ; turn += 1) {
    const answer = await callApi<Body>(urls[turn % urls.length] ?? '', token, 'GET', where);
    if (answer.outcome === 'ok' && answer.body !== null) return answer.body;
    if (Date.now() > until) throw new Error(`GET ${where}: ${answer.status} ${JSON.stringify(answer.body)}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Reads every page of a list. */
export async function readAll<Item>(
  urls: readonly string[],
  token: string,
  where: string,
  withinMs?: number,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor = ''; ; ) {
    type Page = { readonly items: readonly Item[]; readonly nextCursor: string | null };
    const page: Page = await readApi(
      urls,
      token,
      `${where}${where.includes('?') ? '&' : '?'}limit=100${cursor}`,
      withinMs,
    );
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
}
