/** Who makes the request. Stored in a map, not on the request, so that Express's types need no change. */
import type { Request } from 'express';
import type { TokenScope } from '../../domain/token-scopes';
import type { Role } from '../../store/people/operator-rows';
import { ApiError } from '../problems';

export type Viewer = {
  readonly operatorId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** The brands whose conversations they may see: their own, or all for an administrator. */
  readonly brandIds: readonly string[];
  readonly mustChangePassword: boolean;
  /** With a token that is limited to brands: even an administrator sees only those in `brandIds`. */
  readonly isLimited?: true;
  /** Their role needs a second factor, and they came by a password without one. */
  readonly mustSetUpTwoFactor: boolean;
  readonly via: 'token' | 'session';
  /** The scopes that an API token names; null: it names none, or a session: everything that the operator may. */
  readonly scopes: readonly TokenScope[] | null;
  /** The API token's name; only with `via: 'token'`. */
  readonly tokenName?: string;
  /** The cookie's value; only with `via: 'session'`. Must never be logged or sent to a client. */
  readonly sessionSecret?: string;
};

const viewers = new WeakMap<Request, Viewer>();

/** The viewer of an authenticated request; throws `unauthenticated` if there is none. */
export function viewerOf(request: Request): Viewer {
  const viewer = viewers.get(request);
  if (viewer === undefined) throw new ApiError('unauthenticated');
  return viewer;
}

/** For the log: the operator's id, if the request is authenticated. */
export function operatorIdOf(request: Request): string | undefined {
  return viewers.get(request)?.operatorId;
}

/** Records who makes the request; only the authentication calls it. */
export function setViewer(request: Request, viewer: Viewer): void {
  viewers.set(request, viewer);
}

/** Throws `insufficient_scope` if the viewer has an API token that names scopes, and this one is not among them. */
export function requireScope({ scopes }: Pick<Viewer, 'scopes'>, required: TokenScope): void {
  if (scopes === null || scopes.includes(required)) return;
  throw new ApiError('insufficient_scope', { required });
}

/** Throws `forbidden` unless the viewer is an administrator. */
export function requireAdministrator({ role }: Pick<Viewer, 'role'>): void {
  if (role === 'administrator') return;
  throw new ApiError('forbidden', {}, { detail: 'Only an administrator may do this.' });
}
