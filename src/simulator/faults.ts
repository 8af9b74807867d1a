import { z } from 'zod';
import { SimulatorError } from './problems';

/** What a fault can be aimed at: the API calls by their path, `media/video` (the video's own address), and deliveries. */
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
/** Whether the platform carries the call out before it answers wrongly. */
const acts = z.boolean().optional();

const effectSchema = z.discriminatedUnion('type', [
  /** Refuses with this code and does not act; WeChat's media calls name the JSON text/plain at times. */
  z.strictObject({
    type: z.literal('errcode'),
    errcode: z.number().int(),
    errmsg: z.string().optional(),
    contentType: z.string().optional(),
  }),
  /** API: acts, answers after `ms`. Webhook: the delivery leaves `ms` later. */
  z.strictObject({ type: z.literal('delay'), ms }),
  /** API: acts, then closes without an answer. Webhook: sends, then hangs up without reading the answer. */
  z.strictObject({ type: z.literal('drop_answer') }),
  /** Closes the connection before acting. Webhook: this attempt gets lost on the way. */
  z.strictObject({ type: z.literal('cut') }),
  /** Resets the connection (RST) before acting. */
  z.strictObject({ type: z.literal('reset') }),
  /** A gateway's answer; acts only where told so. */
  z.strictObject({ type: z.literal('http_status'), status: z.number().int().min(200).max(599), acts }),
  /** Acts unless told otherwise, answers 200 with HTML. */
  z.strictObject({ type: z.literal('not_json'), acts }),
  /** Acts unless told otherwise; the body never ends, or ends after `bytes`. */
  z.strictObject({ type: z.literal('endless_body'), bytes: z.number().int().positive().optional(), acts }),
  /** Acts unless told otherwise; headers at once, then one byte each `intervalMs` (default 1000). */
  z.strictObject({ type: z.literal('slow_body'), intervalMs: z.number().int().positive().optional(), acts }),
  /** Acts; answers with the right bytes under another Content-Type. */
  z.strictObject({ type: z.literal('content_type'), contentType: z.string() }),
  /** Acts; answers in chunks, without telling the length. */
  z.strictObject({ type: z.literal('chunked') }),
  /** Acts; announces the whole length and closes after `bytes` of the body. */
  z.strictObject({ type: z.literal('truncate'), bytes: z.number().int().min(0) }),
  /** Acts; answers 200 with this body instead (empty, of another kind …). */
  z.strictObject({ type: z.literal('replace_body'), base64: z.string(), contentType: z.string().optional() }),
  /** Webhook: the first delivery is made `copies` times at the same instant. */
  z.strictObject({ type: z.literal('duplicate'), copies: z.number().int().min(2).max(100) }),
  /** Webhook: held until the contact's next message or event has been delivered (at most 30 s). */
  z.strictObject({ type: z.literal('reorder') }),
]);
export type Effect = z.infer<typeof effectSchema>;
export type EffectType = Effect['type'];

const WEBHOOK_EFFECTS: readonly EffectType[] = ['delay', 'drop_answer', 'cut', 'duplicate', 'reorder'];
const WEBHOOK_ONLY: readonly EffectType[] = ['duplicate', 'reorder'];

export const faultInputSchema = z
  .strictObject({
    /** `any`: every call of the API, and not the deliveries. */
    operation: z.enum([...OPERATIONS, 'any']),
    /** App id; left out: every account. */
    account: z.string().optional(),
    /** Left out: every contact. Media calls name no contact. */
    openId: z.string().optional(),
    /** How often it strikes; default 1. `always`: until it is removed. */
    times: z.union([z.number().int().positive(), z.literal('always')]).optional(),
    /** How many matching calls pass first; default 0. */
    skip: z.number().int().min(0).optional(),
    effect: effectSchema,
  })
  .refine(
    ({ operation, effect }) =>
      operation === 'webhook' ? WEBHOOK_EFFECTS.includes(effect.type) : !WEBHOOK_ONLY.includes(effect.type),
    { message: 'this effect does not fit the operation', path: ['effect', 'type'] },
  );
export type FaultInput = z.infer<typeof faultInputSchema>;

/** A fault in waiting: `skip` and `times` are what is left. */
export type Fault = Readonly<Omit<FaultInput, 'times' | 'skip'>> & {
  readonly id: string;
  times: number | 'always';
  skip: number;
};

export type Faults = ReturnType<typeof createFaults>;

/** Keeps the faults in the order in which they were added; the first that matches strikes, one per call. `changed` is told of each change. */
export function createFaults(changed: () => void = () => undefined) {
  let faults: Fault[] = [];
  let lastId = 0;

  /** Adds a fault; throws a ZodError where it is malformed or does not fit the operation. */
  function add(input: FaultInput): Fault {
    lastId += 1;
    const { times = 1, skip = 0, ...aim } = faultInputSchema.parse(input);
    const fault = { ...aim, id: `fault-${lastId}`, times, skip };
    faults.push(fault);
    changed();
    return fault;
  }

  /** The effect that strikes this call, if any, of the `types` asked for (all by default); counts it down. */
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
    /** Takes one fault away; throws `unknown_fault`. */
    remove(id: string): void {
      if (!faults.some((fault) => fault.id === id))
        throw new SimulatorError('unknown_fault', `There is no fault ${id}.`);
      faults = faults.filter((fault) => fault.id !== id);
      changed();
    },
  };
}
