import { sha256 } from '../../platform/ids';
import type { IdempotencyKey } from '../../store/transcript/outbox';

/**
 * The client's key with a hash of what it asked for; null if it gave none. `asked` must come out of a schema: then its
 * fields are in one order, whatever order the client wrote them in.
 */
export function idempotencyKeyOf(key: string | undefined, asked: object): IdempotencyKey | null {
  return key === undefined ? null : { key, bodyHash: sha256(JSON.stringify(asked)) };
}
