import type { Clock } from './clock';
import type { EffectType, Operation } from './faults';

const CALLS_KEPT = 50_000;

/** One API call and its result. */
export type Call = {
  readonly seq: number;
  /** Time of arrival (real time), epoch ms. */
  readonly at: number;
  readonly operation: Operation;
  readonly appId: string | null;
  readonly openId: string | null;
  /** The parameters: query and JSON body, without tokens, secrets and file contents. */
  readonly request: Readonly<Record<string, unknown>>;
  /** True if the platform executed the call, whether or not the caller learned of it. */
  readonly accepted: boolean;
  /** The errcode that the caller received, 0 for success, null if it received none (cut, dropped, not JSON, …). */
  readonly errcode: number | null;
  readonly fault: EffectType | null;
};

export type Ledger = ReturnType<typeof createLedger>;

/** Keeps the API calls in order of arrival, the latest 50,000; `onCall` learns of each before its caller does. */
export function createLedger(clock: Clock, onCall: (call: Call) => void = () => undefined) {
  let calls: Call[] = [];
  let lastSeq = 0;

  return {
    record(call: Omit<Call, 'seq' | 'at'>): void {
      lastSeq += 1;
      const recorded = { seq: lastSeq, at: clock(), ...call };
      calls.push(recorded);
      onCall(recorded);
      if (calls.length > CALLS_KEPT) calls = calls.slice(CALLS_KEPT / 10);
    },
    /** All calls, or those of one operation, oldest first. */
    all: (operation?: Operation): readonly Call[] =>
      operation === undefined ? [...calls] : calls.filter((call) => call.operation === operation),
  };
}
