import type { Person } from '../../contracts/conversations/presence';
import { PRESENCE_LASTS_MS, type PresenceState } from '../../domain/presence';
import type { PresenceNotice, PresenceNotices } from '../../store/presence/presence-notices';

/** Who is in which conversation, as far as this process knows. It is only in memory. */
export type PresenceHub = {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Announces it to all processes. */
  readonly announce: (notice: PresenceNotice) => Promise<void>;
  /** Who else is in a conversation now. */
  readonly others: (conversationId: string, operatorId: string) => readonly PresentPerson[];
  /** Calls `hear` for every notice; returns the function that ends it. */
  readonly subscribe: (hear: (notice: PresenceNotice) => void) => () => void;
};

export type PresentPerson = { readonly operator: Person; readonly state: PresenceState };

type Seen = PresentPerson & { readonly at: number };

/** The one listener of a process for presence; `clock` in ms. */
export function createPresenceHub(notices: PresenceNotices, clock: () => number = Date.now): PresenceHub {
  const seen = new Map<string, Map<string, Seen>>();
  const listeners = new Set<(notice: PresenceNotice) => void>();
  let leave: (() => Promise<void>) | undefined;
  let sweep: NodeJS.Timeout | undefined;

  const forget = (conversationId: string, operatorId: string): void => {
    const people = seen.get(conversationId);
    people?.delete(operatorId);
    if (people?.size === 0) seen.delete(conversationId);
  };
  const hear = (notice: PresenceNotice): void => {
    const { conversationId, operator, state } = notice;
    if (state === 'gone') {
      forget(conversationId, operator.id);
    } else {
      const people = seen.get(conversationId) ?? new Map<string, Seen>();
      people.set(operator.id, { operator, state, at: clock() });
      seen.set(conversationId, people);
    }
    for (const listener of listeners) listener(notice);
  };
  const isThere = ({ at }: Seen): boolean => clock() - at < PRESENCE_LASTS_MS;

  return {
    async start() {
      leave = await notices.listen(hear);
      sweep = setInterval(() => {
        for (const [conversationId, people] of seen) {
          for (const [id, one] of people) if (!isThere(one)) forget(conversationId, id);
        }
      }, PRESENCE_LASTS_MS);
      sweep.unref();
    },
    async stop() {
      clearInterval(sweep);
      await leave?.();
    },
    announce: notices.announce,
    others(conversationId, operatorId) {
      const people = [...(seen.get(conversationId)?.values() ?? [])];
      return people
        .filter((one) => isThere(one) && one.operator.id !== operatorId)
        .map(({ operator, state }) => ({ operator, state }));
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
