import { sha256 } from '../../platform/ids';
import type { IdempotencyKey } from '../../store/transcript/outbox';

/**
 * The client's key with a hash of the request; null if there is no key. `asked` must be the result of a schema, so that
 * its fields have a fixed order, whatever order the client used.
 */
export function idempotencyKeyOf(key: string | undefined, asked: object): IdempotencyKey | null {
  return key === undefined ? null : { key, bodyHash: sha256(JSON.stringify(asked)) };
}
