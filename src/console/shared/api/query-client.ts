/** The only cache of data from the server. The event stream updates it; components read it. */
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, hasCode } from './api-error';

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { readonly showsErrors?: boolean };
    mutationMeta: { readonly showsErrors?: boolean };
    defaultError: Error;
  }
}

export type FailureHandlers = {
  /** A request failed and no component shows it. */
  readonly show: (error: Error) => void;
  /** The password must be changed before anything else works. */
  readonly mustChangePassword: () => void;
  /** The same with a second factor. */
  readonly mustSetUpTwoFactor: () => void;
};

/**
 * Creates the cache. No failure stays silent: a failed mutation is shown at once, and a failed query where older data
 * is on the screen (without data, the component shows its error state). A component that shows errors itself says so
 * with `meta: { showsErrors: true }`, one that has no error state with `showsErrors: false`.
 */
export function createQueryClient(handlers: FailureHandlers): QueryClient {
  const handle = (error: Error, isShown: boolean): void => {
    // The end of the session was reported by `api`.
    if (hasCode(error, 'unauthenticated')) return;
    if (hasCode(error, 'password_change_required')) handlers.mustChangePassword();
    else if (hasCode(error, 'two_factor_setup_required')) handlers.mustSetUpTwoFactor();
    else if (!isShown) handlers.show(error);
  };
  return new QueryClient({
    queryCache: new QueryCache({
      onError(error, query) {
        handle(error, query.meta?.showsErrors ?? query.state.data === undefined);
      },
    }),
    mutationCache: new MutationCache({
      onError(error, _variables, _context, _result, mutation) {
        handle(error, mutation.meta?.showsErrors === true);
      },
    }),
    defaultOptions: {
      queries: {
        // The event stream tells of changes, so data never grows stale.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 2 && isWorthRepeating(error),
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

function isWorthRepeating(error: Error): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500);
}
