/**
 * Spans for OpenTelemetry (docs/operations.md#traces). Off by default: then every function here does the work and nothing
 * else, and no library is loaded. `src/tracing` puts the recorder in when the settings ask for it.
 *
 * A span says what was done and how long it took, by ids, kinds, codes and counts. No text, openid, token or address with
 * a query may become an attribute; what is not on the list of `src/tracing/allowed-attributes` is dropped before it leaves.
 */

export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** What identifies an item of WeChat's webhook in every process, also in the journal. */
export type ItemKey = { readonly channelId: string; readonly dedupKey: string };

export type SpanOptions = {
  /** Of few different values, and without ids: it is shown in lists. */
  readonly name: string;
  /** `server`: somebody called us; `client`: we call somebody. Default: within the process. */
  readonly kind?: 'server' | 'client';
  readonly attributes?: SpanAttributes;
  /** The span continues the trace in which the first of these items was received; the traces of the others refer to it. */
  readonly items?: readonly ItemKey[];
};

/** A span that is being recorded. */
export type Span = {
  readonly set: (attributes: SpanAttributes) => void;
  /** Marks it as failed, with a code of few different values. */
  readonly fail: (code: string) => void;
};

/** A delivery of WeChat that has been answered. */
export type DeliverySpan = {
  /** Epoch ms, with fractions. */
  readonly startedAt: number;
  readonly status: number;
  readonly attributes: SpanAttributes;
  /** Null: no item could be read from it. */
  readonly item: ItemKey | null;
  /** WeChat had delivered the item before: the span is a child of the first delivery's. */
  readonly isRepeat: boolean;
};

export type Tracing = {
  readonly inSpan: <T>(options: SpanOptions, work: (span: Span) => Promise<T>) => Promise<T>;
  readonly recordDelivery: (delivery: DeliverySpan) => void;
};

const NO_SPAN: Span = { set: () => undefined, fail: () => undefined };

let tracing: Tracing | null = null;

/** Sets what records spans in this process; null: nothing does. */
export function setTracing(recorder: Tracing | null): void {
  tracing = recorder;
}

/** Runs `work` in a span, as a child of the current one. A rejection of `work` marks the span and passes through. */
export function inSpan<T>(options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  return tracing === null ? work(NO_SPAN) : tracing.inSpan(options, work);
}

/**
 * Records a delivery of WeChat after it has been answered, because what identifies its trace is known only when it has been
 * decrypted.
 */
export function recordDelivery(delivery: DeliverySpan): void {
  tracing?.recordDelivery(delivery);
}

/** Now, in epoch ms with fractions. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}
