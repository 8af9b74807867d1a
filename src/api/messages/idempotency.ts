import { sha256 } from '../../platform/ids';
import type { IdempotencyKey } from '../../store/transcript/outbox';

/**
 * What the client called its request, with a hash of what it asked for; null where it gave no name. `asked` has to
 * come out of a schema: its fields are then in one order, whatever order the client wrote them in.
 */
export function idempotencyKeyOf(key: string | undefined, asked: object): IdempotencyKey | null {
  return key === undefined ? null : { key, bodyHash: sha256(JSON.stringify(asked)) };
}
