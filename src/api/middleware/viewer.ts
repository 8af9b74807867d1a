/** Who makes the request. Stored in a map, not on the request, so that Express's types need no change. */
import type { Request } from 'express';
import type { TokenScope } from '../../store/people/api-tokens';
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
  /** Their role needs a second factor, and they came by a password without one. */
  readonly mustSetUpTwoFactor: boolean;
  readonly via: 'token' | 'session';
  readonly scope: TokenScope;
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

/** Throws `forbidden` unless the viewer is an administrator. */
export function requireAdministrator({ role }: Pick<Viewer, 'role'>): void {
  if (role === 'administrator') return;
  throw new ApiError('forbidden', {}, { detail: 'Only an administrator may do this.' });
}
