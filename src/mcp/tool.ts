/** What a tool is: a name and a description around one route, and how its arguments become a call of that route. */
import type { ProblemError } from '../contracts/problem';
import type { RouteContract } from '../contracts/route-contract';
import type { ApiCall } from './caller';
import type { InputSchema } from './input-schema';

export type Tool = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly contract: RouteContract;
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint?: boolean;
    readonly idempotentHint?: boolean;
    readonly openWorldHint: boolean;
  };
  readonly inputSchema: InputSchema;
  /** The argument for `{id}` in the path; null: the path names nothing. */
  readonly idArgument: string | null;
  /** Arguments that go into the query; all others go into the body. */
  readonly queryArguments: readonly string[];
  /** What the tool always asks for, beside its arguments; an argument replaces it. */
  readonly always: { readonly query?: Readonly<Record<string, string>>; readonly body?: object };
  /** The API's answer as the model gets it. */
  readonly present: (body: object) => object;
};

/** The argument that becomes the header of the same name. */
export const IDEMPOTENCY_KEY = 'idempotencyKey';

type Arguments = Readonly<Record<string, unknown>>;

/**
 * The call that a tool makes for these arguments, or what is wrong with them. Only what HTTP could not carry is judged
 * here (an argument that is missing, or that the tool does not have); values are judged by the API.
 */
export function toApiCall(tool: Tool, given: Arguments): ApiCall | { readonly errors: ProblemError[] } {
  const { name, contract, inputSchema, idArgument, queryArguments, always } = tool;
  const errors: ProblemError[] = Object.keys(given)
    .filter((argument) => !Object.hasOwn(inputSchema.properties, argument))
    .map((path) => ({ path, message: 'is not an argument of this tool' }));
  const params: Record<string, string> = {};
  const query: Record<string, string | readonly string[]> = { ...always.query };
  const headers: Record<string, string> = {};
  const body: Record<string, unknown> = { ...always.body };
  for (const argument of inputSchema.required) {
    if (given[argument] === undefined) errors.push({ path: argument, message: 'must be given' });
  }
  for (const [argument, value] of Object.entries(given)) {
    const text = toText(value);
    if (argument === idArgument || argument === IDEMPOTENCY_KEY) {
      if (typeof value !== 'string') errors.push({ path: argument, message: 'must be a string' });
      else if (argument === idArgument) params['id'] = value;
      else if (!/^[\x20-\x7e]*$/.test(value))
        errors.push({ path: argument, message: 'must be visible ASCII characters' });
      else headers['Idempotency-Key'] = value;
    } else if (!queryArguments.includes(argument)) body[argument] = value;
    else if (text === null) errors.push({ path: argument, message: 'must be a string, a number or a list' });
    else query[argument] = text;
  }
  if (errors.length > 0) return { errors };
  return {
    contract,
    tool: name,
    params,
    query,
    headers,
    body: contract.body === undefined ? undefined : body,
  };
}

/**
 * A value as a query string carries it; null if it cannot. Half a surrogate pair becomes U+FFFD, as in every address: the database
 * would refuse it.
 */
function toText(value: unknown): string | readonly string[] | null {
  if (Array.isArray(value)) {
    const texts = value.map(toText);
    return texts.every((one) => typeof one === 'string') ? texts : null;
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).toWellFormed()
    : null;
}
