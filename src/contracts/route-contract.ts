/**
 * What a route promises, in one value. This is the only declaration of the route: the API mounts it from its contract
 * (`api/mount.ts`), and the OpenAPI document, the authorization tests and the console's types are derived from it.
 */
import type { z } from 'zod';
import type { TokenScope } from '../domain/token-scopes';
import type { ProblemCode } from './problem';

export type RouteAnswer = {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** `application/json` by default. */
  readonly contentType?: string;
  /** Other forms of the same answer, by content type: the handler writes the one that was asked for. */
  readonly also?: Readonly<Record<string, z.ZodType>>;
};

/**
 * Who may call a route, and the scope that an API token needs for it; without a scope the API does not start. `read` is
 * for `GET` only. A `GET` of administrators needs `admin`.
 */
type Admission =
  | {
      readonly method: Method;
      /** Anyone, or whoever has the token in its path (401 for any other). */
      readonly access: 'public' | 'token';
      readonly scope?: never;
    }
  | {
      readonly method: 'get';
      /** Anyone who is signed in. */
      readonly access: 'operator';
      readonly scope: 'read';
    }
  | {
      readonly method: Exclude<Method, 'get'>;
      readonly access: 'operator';
      readonly scope: Exclude<TokenScope, 'read' | 'admin'>;
    }
  | {
      readonly method: 'get';
      /** Only administrators. */
      readonly access: 'administrator';
      readonly scope: 'admin';
    }
  | {
      readonly method: Exclude<Method, 'get'>;
      readonly access: 'administrator';
      readonly scope: Exclude<TokenScope, 'read'>;
    };

type Method = 'get' | 'post' | 'patch' | 'put' | 'delete';

export type RouteContract = Admission & {
  /** Unique: the operation's name in generated clients, e.g. `listChannels`. */
  readonly id: string;
  /**
   * As OpenAPI writes it: `/api/v1/channels/{id}`. If two paths fit the same request, the one without a parameter wins.
   */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** `application/json` by default. */
  readonly bodyType?: string;
  /** The handler reads the request and writes the answer itself: an upload, a file, a stream of events. */
  readonly isStream?: true;
  /** By status. Refusals are added from `refusals` and `access`. */
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  /** Codes in addition to those that follow from `access`, `params` and `body`. */
  readonly refusals?: readonly ProblemCode[];
};
