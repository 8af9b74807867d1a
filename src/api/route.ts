/** A route: its contract and its handler. */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { RouteContract } from '../contracts/route-contract';
import type { Viewer } from './middleware/viewer';

type Parsed<Contract, Part extends string> = Contract extends {
  readonly [P in Part]: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : undefined;

/** What is known about a request when only its path has been read. */
type PathCall<Contract extends RouteContract> = {
  readonly params: Parsed<Contract, 'params'>;
  /** Who makes the request; undefined if anyone may. */
  readonly viewer: Contract['access'] extends 'public' | 'token' ? undefined : Viewer;
  readonly request: Request;
  readonly response: Response;
};

/** A request parsed by its contract. */
export type Call<Contract extends RouteContract> = PathCall<Contract> & {
  readonly query: Parsed<Contract, 'query'>;
  readonly headers: Parsed<Contract, 'headers'>;
  readonly body: Contract extends { readonly isStream: true } ? undefined : Parsed<Contract, 'body'>;
};

type AnswerBody<Answer> = Answer extends { readonly contentType: string }
  ? undefined
  : Answer extends { readonly schema: infer Schema extends z.ZodType }
    ? z.input<Schema> | (Answer extends { readonly also: object } ? undefined : never)
    : undefined;
type Answers<Contract extends RouteContract> = Contract['answers'][keyof Contract['answers']];

/**
 * What a handler returns: the body of the answer, or nothing if there is none or the handler has written it itself
 * (`contentType`, `also`, `isStream`). The status comes from the contract; if that has several, the handler has set one of
 * them.
 */
type Returned<Contract extends RouteContract> =
  AnswerBody<Answers<Contract>> extends infer Body ? ([Body] extends [undefined] ? void : Body) : never;

/** Answers a call; throws an `ApiError` to refuse it. */
type Handle<Contract extends RouteContract, Found> = (
  call: Call<Contract> & Found,
) => Returned<Contract> | Promise<Returned<Contract>>;

/** A handler that first finds what the path names. Built only by {@link finding}, which ties its two functions together. */
interface FindingHandler<Contract extends RouteContract> {
  find(call: PathCall<Contract>): Promise<unknown>;
  handle(
    call: Call<Contract> & { readonly found: unknown },
  ): Returned<Contract> | Promise<Returned<Contract>>;
}

type Handler<Contract extends RouteContract> = Handle<Contract, unknown> | FindingHandler<Contract>;

/** A call of any route. */
type AnyCall = Readonly<Record<'params' | 'query' | 'headers' | 'body' | 'found', unknown>> & {
  readonly viewer: Viewer | undefined;
  readonly request: Request;
  readonly response: Response;
};

/** A contract and its handler, ready to be mounted; the types of its parts are erased. */
export type Route = {
  readonly contract: RouteContract;
  readonly find?: (call: Pick<AnyCall, 'params' | 'viewer' | 'request' | 'response'>) => Promise<unknown>;
  readonly handle: (call: AnyCall) => unknown;
};

type HandlersOf<Contracts extends readonly RouteContract[]> = {
  readonly [Contract in Contracts[number] as Contract['id']]: Handler<Contract>;
};

/**
 * Makes routes from contracts: exactly one handler for each, under the contract's id. It takes two calls so that
 * TypeScript knows the contracts' types before it reads the handlers.
 * @example implement(brandRoutes)({ listBrands: ({ viewer }) => …, createBrand: ({ body }) => …, … })
 */
export function implement<const Contracts extends readonly RouteContract[]>(
  contracts: Contracts,
): (handlers: HandlersOf<Contracts>) => readonly Route[] {
  return (handlers) => {
    const all = handlers as unknown as Readonly<Record<string, Route['handle'] | Omit<Route, 'contract'>>>;
    return contracts.map((contract) => {
      const handler = all[contract.id];
      if (handler === undefined) throw new Error(`The route ${contract.id} has no handler.`);
      return typeof handler === 'function' ? { contract, handle: handler } : { contract, ...handler };
    });
  };
}

/**
 * A handler for a path that names something: `find` looks it up, or throws `not_found`, before query and body are
 * parsed. So a caller who may not see it does not learn what else is wrong with the request.
 */
export function finding<Contract extends RouteContract, Found>(
  find: (call: PathCall<Contract>) => Promise<Found>,
  handle: Handle<Contract, { readonly found: Found }>,
): FindingHandler<Contract> {
  return { find, handle };
}
