/** The processes of a run, by name; each can be killed, frozen, and stopped in order. */

export const API_NAMES = ['api-1', 'api-2'] as const;
export const WORKER_NAMES = ['worker-1', 'worker-2'] as const;
export const SERVER_NAMES = ['temporal', 'postgres', 'wechat'] as const;
export const OWN_NAMES = [...API_NAMES, ...WORKER_NAMES] as const;
export const PROCESS_NAMES = [...OWN_NAMES, ...SERVER_NAMES] as const;
export type ProcessName = (typeof PROCESS_NAMES)[number];
export type OwnName = (typeof OWN_NAMES)[number];

/** Programs of others, which the desk calls. Neither WeChat nor a client of the API notices what is wrong with them. */
const PARTNERS: ReadonlySet<string> = new Set(['bot', 'endpoint']);

/** Whether the target of a fault is a program of others. */
export function isPartner(target: string): boolean {
  return PARTNERS.has(target);
}

/** One process that can be hurt. */
export type Target = {
  readonly name: ProcessName;
  /** All its running processes. */
  readonly pids: () => readonly number[];
  /** `kill -9`, and waits until it is gone. */
  readonly kill: () => Promise<void>;
  /** Asks it to stop as an administrator does; resolves with what was wrong with its end, if anything. */
  readonly stop: () => Promise<string | null>;
  /** Starts it again and waits until it is ready. */
  readonly start: () => Promise<void>;
  /** Whether it should run, and does not. */
  readonly hasCrashed: () => boolean;
  /** What the running program has printed so far; of servers that are not ours nothing is kept. */
  readonly printed: () => string;
};

/** Every pair of processes that talk; the line stands between them. */
export const LINE_NAMES = OWN_NAMES.flatMap((own) =>
  SERVER_NAMES.map((server) => `${own}~${server}` as const),
);
export type LineName = (typeof LINE_NAMES)[number];
