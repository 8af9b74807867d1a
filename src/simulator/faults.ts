import { z } from 'zod';
import { SimulatorError } from './problems';

/** What a fault can be aimed at: API calls by their path, `media/video` (the video's own address), and deliveries. */
export const OPERATIONS = [
  'token',
  'stable_token',
  'custom/send',
  'custom/typing',
  'user/info',
  'user/info/batchget',
  'user/info/updateremark',
  'media/upload',
  'media/get',
  'media/video',
  'qrcode/create',
  'showqrcode',
  'getcallbackip',
  'get_api_domain_ip',
  'callback/check',
  'clear_quota',
  'webhook',
] as const;
export type Operation = (typeof OPERATIONS)[number];

const ms = z.number().int().min(0);
/** Whether the platform executes the call before it answers wrongly. */
const acts = z.boolean().optional();

const effectSchema = z.discriminatedUnion('type', [
  /** Refuses with this code and does not act; WeChat's media calls sometimes label the JSON text/plain. */
  z.strictObject({
    type: z.literal('errcode'),
    errcode: z.number().int(),
    errmsg: z.string().optional(),
    contentType: z.string().optional(),
  }),
  /** API: acts, answers after `ms`. Webhook: the delivery is sent `ms` later. */
  z.strictObject({ type: z.literal('delay'), ms }),
  /** API: acts, then closes without an answer. Webhook: sends, then hangs up without reading the answer. */
  z.strictObject({ type: z.literal('drop_answer') }),
  /** Closes the connection before acting. Webhook: this attempt is lost on the way. */
  z.strictObject({ type: z.literal('cut') }),
  /** Resets the connection (RST) before acting. */
  z.strictObject({ type: z.literal('reset') }),
  /** A gateway's answer; acts only if told to. */
  z.strictObject({ type: z.literal('http_status'), status: z.number().int().min(200).max(599), acts }),
  /** Acts unless told otherwise, answers 200 with HTML. */
  z.strictObject({ type: z.literal('not_json'), acts }),
  /** Acts unless told otherwise; the body never ends, or ends after `bytes`. */
  z.strictObject({ type: z.literal('endless_body'), bytes: z.number().int().positive().optional(), acts }),
  /** Acts unless told otherwise; headers at once, then one byte each `intervalMs` (default 1000). */
  z.strictObject({ type: z.literal('slow_body'), intervalMs: z.number().int().positive().optional(), acts }),
  /** Acts; sends the right bytes with another Content-Type. */
  z.strictObject({ type: z.literal('content_type'), contentType: z.string() }),
  /** Acts; answers in chunks, without a length. */
  z.strictObject({ type: z.literal('chunked') }),
  /** Acts; announces the full length and closes after `bytes` of the body. */
  z.strictObject({ type: z.literal('truncate'), bytes: z.number().int().min(0) }),
  /** Acts; answers 200 with this body instead (empty, of another kind, …). */
  z.strictObject({ type: z.literal('replace_body'), base64: z.string(), contentType: z.string().optional() }),
  /** Webhook: the first delivery is sent `copies` times at once. */
  z.strictObject({ type: z.literal('duplicate'), copies: z.number().int().min(2).max(100) }),
  /** Webhook: held back until the contact's next message or event has been delivered (at most 30 s). */
  z.strictObject({ type: z.literal('reorder') }),
]);
export type Effect = z.infer<typeof effectSchema>;
export type EffectType = Effect['type'];

const WEBHOOK_EFFECTS: readonly EffectType[] = ['delay', 'drop_answer', 'cut', 'duplicate', 'reorder'];
const WEBHOOK_ONLY: readonly EffectType[] = ['duplicate', 'reorder'];

export const faultInputSchema = z
  .strictObject({
    /** `any`: every API call, but not deliveries. */
    operation: z.enum([...OPERATIONS, 'any']),
    /** App id; unset: every account. */
    account: z.string().optional(),
    /** Unset: every contact. Media calls have no contact. */
    openId: z.string().optional(),
    /** How often it applies; default 1. `always`: until it is removed. */
    times: z.union([z.number().int().positive(), z.literal('always')]).optional(),
    /** How many matching calls pass before; default 0. */
    skip: z.number().int().min(0).optional(),
    effect: effectSchema,
  })
  .refine(
    ({ operation, effect }) =>
      operation === 'webhook' ? WEBHOOK_EFFECTS.includes(effect.type) : !WEBHOOK_ONLY.includes(effect.type),
    { message: 'this effect does not fit the operation', path: ['effect', 'type'] },
  );
export type FaultInput = z.infer<typeof faultInputSchema>;

/** An active fault: `skip` and `times` are what is left of them. */
export type Fault = Readonly<Omit<FaultInput, 'times' | 'skip'>> & {
  readonly id: string;
  times: number | 'always';
  skip: number;
};

export type Faults = ReturnType<typeof createFaults>;

/**
 * Keeps the faults in the order they were added; the first match applies, one per call. `changed` is called after each
 * change.
 */
export function createFaults(changed: () => void = () => undefined) {
  let faults: Fault[] = [];
  let lastId = 0;

  /** Adds a fault; throws a ZodError if it is malformed or does not fit the operation. */
  function add(input: FaultInput): Fault {
    lastId += 1;
    const { times = 1, skip = 0, ...aim } = faultInputSchema.parse(input);
    const fault = { ...aim, id: `fault-${lastId}`, times, skip };
    faults.push(fault);
    changed();
    return fault;
  }

  /** The effect for this call, if any, limited to `types` (default: all); counts it down. */
  function take(
    operation: Operation,
    at: { readonly appId: string | null; readonly openId: string | null },
    types?: readonly EffectType[],
  ): Effect | null {
    for (const fault of faults) {
      const isAimed = fault.operation === 'any' ? operation !== 'webhook' : fault.operation === operation;
      if (!isAimed) continue;
      if (fault.account !== undefined && fault.account !== at.appId) continue;
      if (fault.openId !== undefined && fault.openId !== at.openId) continue;
      if (types !== undefined && !types.includes(fault.effect.type)) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      if (fault.times === 'always') return fault.effect;
      fault.times -= 1;
      if (fault.times === 0) {
        faults = faults.filter((other) => other !== fault);
        changed();
      }
      return fault.effect;
    }
    return null;
  }

  return {
    add,
    take,
    all: (): readonly Fault[] => [...faults],
    clear(): void {
      faults = [];
      changed();
    },
    /** Removes a fault; throws `unknown_fault`. */
    remove(id: string): void {
      if (!faults.some((fault) => fault.id === id))
        throw new SimulatorError('unknown_fault', `There is no fault ${id}.`);
      faults = faults.filter((fault) => fault.id !== id);
      changed();
    },
  };
}
