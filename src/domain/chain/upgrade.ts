import type { Thread } from './thread';

/** What `emptyThread` took over from its input by mistake until 0.1. */
type WithHostInput = Thread & { readonly rollAfterEvents?: number };

/**
 * A chain in the shape of today, from whatever shape the run before carried or the store kept. It is the only place
 * that knows older shapes: a member that a release adds gets its value for older chains here, and `schema` rises when a
 * member changes its meaning. Members of a newer release stay: a rollback must not lose them.
 */
export function upgradeThread(carried: Thread): Thread {
  const { rollAfterEvents: _hostInput, ...thread }: WithHostInput = carried;
  return thread;
}
