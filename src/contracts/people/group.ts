import { z } from 'zod';
import { idParamsSchema, idSchema, listOf, nameSchema, pageQuerySchema, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';

const groupSchema = z
  .strictObject({
    id: idSchema,
    brandId: idSchema,
    name: z.string(),
    operatorIds: z.array(idSchema),
    createdAt: timeSchema,
  })
  .meta({ id: 'Group' });

/** A group by id and name. */
export const groupRefSchema = z.strictObject({ id: idSchema, name: z.string() }).meta({ id: 'GroupName' });

const operatorIdsSchema = z
  .array(idSchema)
  .max(1000)
  .meta({ description: 'Members of the brand; duplicates count once.' });

const createGroupSchema = z
  .strictObject({
    brandId: idSchema,
    name: nameSchema.meta({ description: 'Unique within the brand; case makes no difference.' }),
    operatorIds: operatorIdsSchema.default([]),
  })
  .meta({ id: 'NewGroup' });

const changeGroupSchema = z
  .strictObject({ name: nameSchema, operatorIds: operatorIdsSchema })
  .partial()
  .meta({ id: 'GroupChange' });

export type GroupBody = z.infer<typeof groupSchema>;

const tag = 'Groups';
const administrator = { tag, access: 'administrator', scope: 'admin' } as const;
const operator = { tag, access: 'operator' } as const;
const groupAnswer = { description: 'The group', schema: groupSchema };
export const groupRoutes = [
  {
    id: 'listGroups',
    method: 'get',
    path: '/api/v1/groups',
    summary: 'The groups of the brands that the caller may see, with their operators',
    ...operator,
    scope: 'read',
    query: pageQuerySchema.extend({ brandId: idSchema.optional() }),
    answers: { 200: { description: 'Oldest first', schema: listOf('GroupList', groupSchema) } },
  },
  {
    id: 'createGroup',
    method: 'post',
    path: '/api/v1/groups',
    summary: 'Add a group of operators to a brand',
    ...administrator,
    body: createGroupSchema,
    answers: { 201: groupAnswer },
    refusals: ['conflict'],
  },
  {
    id: 'getGroup',
    method: 'get',
    path: '/api/v1/groups/{id}',
    summary: 'One group',
    ...operator,
    scope: 'read',
    params: idParamsSchema,
    answers: { 200: groupAnswer },
  },
  {
    id: 'changeGroup',
    method: 'patch',
    path: '/api/v1/groups/{id}',
    summary: 'Rename a group, or choose its operators',
    ...administrator,
    params: idParamsSchema,
    body: changeGroupSchema,
    answers: { 200: groupAnswer },
    refusals: ['conflict'],
  },
  {
    id: 'deleteGroup',
    method: 'delete',
    path: '/api/v1/groups/{id}',
    summary:
      'Delete a group: its channels, QR codes and open conversations are for all members of the brand from then on',
    ...administrator,
    params: idParamsSchema,
    answers: { 204: { description: 'Deleted' } },
  },
] as const satisfies readonly RouteContract[];
