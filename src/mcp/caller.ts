/**
 * How tools reach the API. Both forms of the MCP server use the same tools over one of these: the API calls its own
 * routes (`api/mcp/in-process-caller.ts`), the program for stdio calls them by HTTP (`http-caller.ts`). Either way the
 * API alone decides what is valid, who may see and do what, and what is refused.
 */
import type { Problem } from '../contracts/problem';
import type { RouteContract } from '../contracts/route-contract';
import type { TokenScope } from '../domain/token-scopes';

/** One call of a route, in the form in which HTTP would carry it. */
export type ApiCall = {
  readonly contract: RouteContract;
  /** The tool that makes it, for the log. */
  readonly tool: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: none. */
  readonly body: object | undefined;
};

/** A refusal, as the API words it. A tool sees no headers, so `Retry-After` stands beside the code. */
export type ToolProblem = Problem & { readonly retryAfterSeconds?: number };

export type ApiAnswer =
  | { readonly type: 'answered'; readonly body: object }
  | { readonly type: 'refused'; readonly problem: ToolProblem };

export type Caller = {
  /** Never rejects because of a refusal or because the API cannot be reached. */
  call(call: ApiCall): Promise<ApiAnswer>;
  /** What the token may do; rejects if the API does not say. */
  scopes(): Promise<readonly TokenScope[]>;
};
