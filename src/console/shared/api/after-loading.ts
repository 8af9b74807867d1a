import type { Query, QueryClient } from '@tanstack/react-query';

type Action = () => void;
const waiting = new WeakMap<Query, Action[]>();
const toLoadAgain = new WeakSet<Query>();

/**
 * Runs `action` at once, and again when the load of this query that is under way has ended, in whatever way: what it
 * brings may have been read on the server before the change that `action` makes here. `action` has to be harmless
 * when it is repeated.
 */
export function nowAndAfterLoading(client: QueryClient, query: Query, action: Action): void {
  action();
  if (query.state.fetchStatus !== 'idle') afterLoading(client, query, action);
}

/** Loads again whatever the key begins. A first load that is under way may miss a change, so it is followed by another. */
export function loadAgain(client: QueryClient, queryKey: readonly unknown[]): void {
  for (const query of client.getQueryCache().findAll({ queryKey })) {
    // The library joins a first load instead of starting another one.
    const isFirst = query.state.data === undefined && query.state.fetchStatus !== 'idle';
    if (isFirst && !toLoadAgain.has(query)) {
      toLoadAgain.add(query);
      afterLoading(client, query, () => {
        toLoadAgain.delete(query);
        void client.invalidateQueries({ queryKey: query.queryKey, exact: true });
      });
    }
  }
  void client.invalidateQueries({ queryKey });
}

function afterLoading(client: QueryClient, query: Query, action: Action): void {
  const actions = waiting.get(query);
  if (actions !== undefined) {
    actions.push(action);
    return;
  }
  const all = [action];
  waiting.set(query, all);
  const stop = client.getQueryCache().subscribe((event) => {
    const isOver = event.type === 'removed' || query.state.fetchStatus === 'idle';
    if (event.query !== query || !isOver) return;
    stop();
    waiting.delete(query);
    if (event.type !== 'removed') for (const one of all) one();
  });
}
