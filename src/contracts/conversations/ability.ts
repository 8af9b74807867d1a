import { z } from 'zod';
import { REOPEN_OBSTACLES } from '../../domain/refusals';
import { personSchema, timeSchema } from '../common';

/**
 * What the viewer may do: allowed, optionally with a time limit and how many messages remain; or refused, with the code
 * and its facts.
 */
export const abilitySchema = z
  .discriminatedUnion('allowed', [
    z.strictObject({
      allowed: z.literal(true),
      until: timeSchema.optional(),
      remaining: z.int().optional(),
    }),
    z.looseObject({
      allowed: z.literal(false),
      code: z.string(),
      since: timeSchema.optional(),
      limit: z.int().optional(),
      sent: z.int().optional(),
      operator: personSchema.optional(),
      reason: z.enum(REOPEN_OBSTACLES).optional(),
    }),
  ])
  .meta({ id: 'Ability' });
