import { z } from 'zod';
import { AUDIT_ACTIONS, AUDIT_TARGETS, AUDIT_VIAS } from '../../domain/audit';
import { givenTimeSchema, idSchema, LONGEST_PAGE, listOf, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';

export const auditRecordSchema = z
  .strictObject({
    id: idSchema,
    at: timeSchema,
    action: z.enum(AUDIT_ACTIONS),
    operator: z
      .strictObject({ id: idSchema, name: z.string().nullable() })
      .nullable()
      .meta({ description: 'Who did it; null if that is not known or it was the program itself.' }),
    via: z.enum(AUDIT_VIAS),
    address: z.string().nullable(),
    target: z
      .strictObject({ type: z.enum(AUDIT_TARGETS), id: idSchema })
      .nullable()
      .meta({ description: 'What it was done to.' }),
    details: z.looseObject({}).meta({ description: 'Field names, roles and ids; never secrets or texts.' }),
    hash: z.string().meta({ description: 'SHA-256 over this record and the hash of the one before it.' }),
  })
  .meta({ id: 'AuditRecord' });

export type AuditRecordBody = z.infer<typeof auditRecordSchema>;

const auditQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(LONGEST_PAGE).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'is not valid')
    .optional()
    .meta({ description: '`nextCursor` of the previous page.' }),
  operatorId: idSchema
    .optional()
    .meta({ description: 'What this operator did and what was done to their account.' }),
  action: z.enum(AUDIT_ACTIONS).optional(),
  from: givenTimeSchema.optional().meta({ description: 'Records from this time on.' }),
  to: givenTimeSchema.optional().meta({ description: 'Records before this time.' }),
});

export const auditRoutes = [
  {
    id: 'listAuditRecords',
    method: 'get',
    path: '/api/v1/audit',
    summary: 'Administrative acts and sign-ins of the last 190 days',
    tag: 'Audit',
    access: 'administrator',
    scope: 'admin',
    query: auditQuerySchema,
    answers: {
      200: {
        description:
          'Newest first. With `Accept: text/csv` all records that pass the filters; `limit` and `cursor` have no effect',
        schema: listOf('AuditList', auditRecordSchema),
        also: { 'text/csv': z.string() },
      },
    },
  },
] as const satisfies readonly RouteContract[];
