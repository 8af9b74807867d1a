import type { Request } from 'express';
import { idempotencyKeySchema } from '../../contracts/conversations/message';
import { sha256 } from '../../platform/ids';
import type { IdempotencyKey } from '../../store/transcript/outbox';
import { ApiError } from '../problems';

const HEADER = 'Idempotency-Key';

/**
 * What the client called its request, with a hash of what it asked for; null where it gave no name. `asked` has to
 * come out of a schema: its fields are then in one order, whatever order the client wrote them in.
 */
export function idempotencyKeyOf(request: Request, asked: object): IdempotencyKey | null {
  const given = request.get(HEADER);
  if (given === undefined) return null;
  const { success, data, error } = idempotencyKeySchema.safeParse(given);
  if (!success) {
    const message = error.issues[0]?.message ?? 'is not valid';
    throw new ApiError(
      'invalid_request',
      {},
      { errors: [{ path: HEADER, message }], detail: `${HEADER}: ${message}.` },
    );
  }
  return { key: data, bodyHash: sha256(JSON.stringify(asked)) };
}
