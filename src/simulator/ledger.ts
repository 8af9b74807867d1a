import type { Clock } from './clock';
import type { EffectType, Operation } from './faults';

const CALLS_KEPT = 50_000;

/** One API call that arrived, and what became of it. */
export type Call = {
  readonly seq: number;
  /** Arrival, real time, epoch ms. */
  readonly at: number;
  readonly operation: Operation;
  readonly appId: string | null;
  readonly openId: string | null;
  /** The parameters: query and JSON body, without tokens, secrets and file contents. */
  readonly request: Readonly<Record<string, unknown>>;
  /** True where the platform carried the call out, whether or not the caller could learn of it. */
  readonly accepted: boolean;
  /** The errcode that the caller was told, 0 for success, null where it was told none (cut, dropped, not JSON …). */
  readonly errcode: number | null;
  readonly fault: EffectType | null;
};

export type Ledger = ReturnType<typeof createLedger>;

/** Keeps the API calls in the order of their arrival, the newest 50,000. */
export function createLedger(clock: Clock) {
  let calls: Call[] = [];
  let lastSeq = 0;

  return {
    record(call: Omit<Call, 'seq' | 'at'>): void {
      lastSeq += 1;
      calls.push({ seq: lastSeq, at: clock(), ...call });
      if (calls.length > CALLS_KEPT) calls = calls.slice(CALLS_KEPT / 10);
    },
    /** All calls, or those of one operation, oldest first. */
    all: (operation?: Operation): readonly Call[] =>
      operation === undefined ? [...calls] : calls.filter((call) => call.operation === operation),
  };
}
