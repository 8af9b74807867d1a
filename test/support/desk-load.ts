/**
 * Load on an installation of processes: contacts write and are answered, each in turn, until it is stopped. Everything is
 * recorded for the checker (`ProcessDesk.violations`).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessDesk } from './process-desk';

export type DeskLoad = {
  /** From now on replies go to these APIs, in turn. */
  readonly aimAt: (urls: readonly string[]) => void;
  /** How many turns (a message and a reply that was accepted) have ended so far. */
  readonly turns: () => number;
  /** Resolves after so many more turns. */
  readonly passes: (turns: number) => Promise<void>;
  /** Lets the turns under way end; returns how often each status was answered to a reply (0: no answer). */
  readonly stop: () => Promise<ReadonlyMap<number, number>>;
};

export type LoadOptions = {
  readonly contacts: readonly string[];
  /** Of each contact, between two turns. */
  readonly pauseMs: number;
};

const PATIENCE_MS = 60_000;

/** Starts the load on `desk.url`. Nobody else may complete the contacts' conversations. */
export function startLoad(desk: ProcessDesk, { contacts, pauseMs }: LoadOptions): DeskLoad {
  const statuses = new Map<number, number>();
  let urls: readonly string[] = [desk.url];
  let ended = 0;
  let number = 0;
  let isOver = false;

  const take = async (openId: string): Promise<void> => {
    let id: string | undefined;
    for (let turn = 1; !isOver; turn += 1) {
      await desk.writes(openId, `${openId} asks ${turn}`);
      id ??= (await desk.conversation(openId)).id;
      number += 1;
      const to = urls[number % urls.length] ?? desk.url;
      const answer = await desk.replies(openId, `${openId} is answered ${turn}`, { to, conversationId: id });
      const status = answer?.status ?? 0;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === 201) ended += 1;
      await sleep(pauseMs);
    }
  };

  const all = Promise.all(contacts.map(take));
  // Whoever stops the load sees its failure.
  all.catch(() => undefined);
  return {
    aimAt(others) {
      urls = others;
    },
    turns: () => ended,
    async passes(turns) {
      const goal = ended + turns;
      const until = Date.now() + PATIENCE_MS;
      while (ended < goal) {
        if (Date.now() > until) throw new Error(`Only ${ended} turns have ended; ${goal} were awaited.`);
        await Promise.race([sleep(50), all]);
      }
    },
    async stop() {
      isOver = true;
      await all;
      return statuses;
    },
  };
}
