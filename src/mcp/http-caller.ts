/** Tools call the API by HTTP: for the MCP server that runs on somebody's own computer. */
import { z } from 'zod';
import { sessionRoutes } from '../contracts/people/session';
import { PROBLEMS } from '../contracts/problem';
import { TOKEN_SCOPES, type TokenScope } from '../domain/token-scopes';
import type { ApiAnswer, ApiCall, Caller, ToolProblem } from './caller';
import { contractOf } from './contract-of';

/** Longer than a send takes to be answered (10 s, docs/rules.md#36). */
const ANSWER_WITHIN_MS = 30_000;
/** The request has certainly not reached anybody. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** A newer desk may have codes that this program does not know. */
const problemShape = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
});
const meShape = z.looseObject({ scopes: z.array(z.string()).optional() });

export type HttpCallerOptions = {
  /** The address of the desk, as people open it: without `/api/v1`. */
  readonly url: string;
  readonly token: string;
};

/** Calls the API at `url` with `token`. Follows no redirect: the token is for this desk only. */
export function createHttpCaller({ url, token }: HttpCallerOptions): Caller {
  const base = url.replace(/\/+$/, '');

  const call: Caller['call'] = async (asked) => {
    const path = pathOf(asked);
    if (path === null) return refused('not_found', 'It does not exist or you may not see it.');
    try {
      const response = await fetch(base + path, {
        method: asked.contract.method.toUpperCase(),
        headers: {
          ...asked.headers,
          Accept: 'application/json',
          Authorization: `Bearer ${token}`,
          ...(asked.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      return await toAnswer(response);
    } catch (error) {
      return unreachable(error);
    }
  };

  return {
    call,
    async scopes() {
      const contract = contractOf(sessionRoutes, 'getMe');
      const nothing = { params: {}, query: {}, headers: {}, body: undefined };
      const answer = await call({ contract, tool: 'tools/list', ...nothing });
      if (answer.type === 'answered') return scopesIn(answer.body);
      // A token without `read` may not ask what it may do. The API judges each call.
      if (answer.problem.code === 'insufficient_scope') return TOKEN_SCOPES.filter((one) => one !== 'read');
      throw new Error(answer.problem.detail);
    },
  };
}

function scopesIn(me: object): readonly TokenScope[] {
  const { scopes } = meShape.parse(me);
  return scopes === undefined ? TOKEN_SCOPES : TOKEN_SCOPES.filter((one) => scopes.includes(one));
}

/**
 * The path and query of a call; null if an id in it cannot be one: URLs resolve `.` and `..` to other paths, and cannot
 * contain half a surrogate pair.
 */
function pathOf({ contract, params, query }: ApiCall): string | null {
  if (Object.values(params).some((value) => /^\.{0,2}$|\p{Cs}/u.test(value))) return null;
  const path = contract.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) =>
      [value].flat().map((one): [string, string] => [name, one]),
    ),
  );
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

async function toAnswer(response: Response): Promise<ApiAnswer> {
  const text = await response.text();
  const body = parsed(text);
  if (response.ok && body !== null) return { type: 'answered', body };
  const { success, data } = problemShape.safeParse(body);
  if (!success) {
    const detail = `What answered at this address is not the API of a desk (status ${response.status}). Check DUIHUA_URL.`;
    return refused('unavailable', detail, { reason: 'not_a_desk' });
  }
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterSeconds = Number.isFinite(retryAfter) ? { retryAfterSeconds: retryAfter } : {};
  return { type: 'refused', problem: { ...data, ...retryAfterSeconds } as ToolProblem };
}

function parsed(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

function unreachable(error: unknown): ApiAnswer {
  const code: unknown =
    error instanceof Error && error.cause instanceof Error && Reflect.get(error.cause, 'code');
  if (typeof code === 'string' && NOT_CONNECTED.has(code)) {
    return refused('unavailable', `The desk cannot be reached (${code}). Nothing was done.`, {
      reason: 'unreachable',
    });
  }
  const detail =
    'The desk did not answer. What was asked for may have taken effect: read the conversation before you try again.';
  return refused('unavailable', detail, { reason: 'unconfirmed' });
}

function refused(
  code: 'not_found' | 'unavailable',
  detail: string,
  facts: Readonly<Record<string, unknown>> = {},
): ApiAnswer {
  return { type: 'refused', problem: { ...facts, type: 'about:blank', ...PROBLEMS[code], detail, code } };
}
