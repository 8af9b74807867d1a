import { z } from 'zod';
import { CONVERSATION_STATES } from '../../domain/conversation/conversation';
import { LISTED_FIGURES } from '../../domain/reports/figures';
import { idSchema, listOf, pageQuerySchema, personSchema, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';
import { reportQuerySchema } from './report-query';

const itemSchema = z
  .strictObject({
    id: idSchema,
    channelId: idSchema,
    contact: personSchema,
    operator: personSchema.nullable(),
    state: z.enum(CONVERSATION_STATES),
    at: timeSchema.meta({ description: 'When it was counted.' }),
  })
  .meta({ id: 'ReportConversation' });

export type ReportConversationBody = z.infer<typeof itemSchema>;

export const reportConversationRoutes = [
  {
    id: 'listReportConversations',
    method: 'get',
    path: '/api/v1/reports/conversations',
    summary: 'The conversations that a figure of a report counts',
    tag: 'Reports',
    access: 'operator',
    scope: 'read',
    query: reportQuerySchema.omit({ bucket: true, timeZone: true }).extend({
      ...pageQuerySchema.shape,
      figure: z.enum(LISTED_FIGURES).meta({
        description: 'Figures of the loss report: administrators only, and with the scope `admin`.',
      }),
      reason: z
        .string()
        .min(1)
        .max(64)
        .regex(/^[^\0]*$/, 'must not contain a NUL character')
        .optional()
        .meta({ description: 'Only this one of `completed`, `handovers`, `refused` or `failed`.' }),
    }),
    answers: {
      200: {
        description: 'Newest first',
        schema: listOf('ReportConversationList', itemSchema),
      },
    },
  },
] as const satisfies readonly RouteContract[];
