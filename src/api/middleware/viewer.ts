/** Who makes the request. Kept in a map, not on the request, so that Express's types need no change. */
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
  readonly via: 'token' | 'session';
  readonly scope: TokenScope;
  /** The cookie's value; only with `via: 'session'`. Never to be logged or answered. */
  readonly sessionSecret?: string;
};

const viewers = new WeakMap<Request, Viewer>();

/** The viewer of an authenticated request; `unauthenticated` where there is none. */
export function viewerOf(request: Request): Viewer {
  const viewer = viewers.get(request);
  if (viewer === undefined) throw new ApiError('unauthenticated');
  return viewer;
}

/** For the log: the operator's id, where somebody is signed in. */
export function operatorIdOf(request: Request): string | undefined {
  return viewers.get(request)?.operatorId;
}

/** Records who makes the request; for the authentication only. */
export function setViewer(request: Request, viewer: Viewer): void {
  viewers.set(request, viewer);
}

/** Throws `forbidden` for everybody but administrators. */
export function requireAdministrator({ role }: Pick<Viewer, 'role'>): void {
  if (role === 'administrator') return;
  throw new ApiError('forbidden', {}, { detail: 'Only an administrator may do this.' });
}
