import { createHash, randomBytes } from 'node:crypto';
import type { IdGenerator } from '@opentelemetry/sdk-trace-base';
import type { ItemKey } from '../platform/tracing';

export type SpanIds = { readonly traceId: string; readonly spanId: string };

/**
 * The trace of an item of WeChat's webhook, and the span of its first delivery. They follow from what identifies the item, so
 * whichever process dispatches it, from the table or from a journal, continues the same trace, and nothing has to be stored
 * for it (docs/decisions/0018-traces-without-a-column.md). A hash, because the key of an event contains the openid.
 */
export function idsOfItem({ channelId, dedupKey }: ItemKey): SpanIds {
  const hash = createHash('sha256').update(`trace ${channelId} ${dedupKey}`, 'utf8').digest('hex');
  return { traceId: hash.slice(0, 32), spanId: hash.slice(32, 48) };
}

/** Random ids, unless the next span has been given its ids. */
export type ChosenIds = IdGenerator & {
  /** The span that `start` starts synchronously, as the root of its trace, gets these ids. */
  readonly withIds: <T>(ids: SpanIds, start: () => T) => T;
};

/** Creates the generator. */
export function createChosenIds(): ChosenIds {
  let chosen: SpanIds | null = null;
  return {
    generateTraceId: () => chosen?.traceId ?? randomBytes(16).toString('hex'),
    generateSpanId: () => chosen?.spanId ?? randomBytes(8).toString('hex'),
    withIds(ids, start) {
      chosen = ids;
      try {
        return start();
      } finally {
        chosen = null;
      }
    },
  };
}
