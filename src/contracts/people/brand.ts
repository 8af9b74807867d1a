import { z } from 'zod';
import { idParamsSchema, idSchema, listOf, nameSchema, pageQuerySchema, timeSchema } from '../common';
import type { RouteContract } from '../route-contract';
import { ROLES } from './operator';

const brandSchema = z
  .strictObject({ id: idSchema, name: z.string(), createdAt: timeSchema })
  .meta({ id: 'Brand' });

const writeBrandSchema = z.strictObject({ name: nameSchema }).meta({ id: 'BrandFields' });

const colleagueSchema = z
  .strictObject({ id: idSchema, name: z.string(), role: z.enum(ROLES) })
  .meta({ id: 'Colleague' });

export type BrandBody = z.infer<typeof brandSchema>;

const tag = 'Brands';
export const brandRoutes = [
  {
    id: 'listBrands',
    method: 'get',
    path: '/api/v1/brands',
    summary: 'The brands that the caller may see',
    tag,
    access: 'operator',
    scope: 'read',
    query: pageQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: listOf('BrandList', brandSchema) } },
  },
  {
    id: 'createBrand',
    method: 'post',
    path: '/api/v1/brands',
    summary: 'Add a brand',
    tag,
    access: 'administrator',
    scope: 'admin',
    body: writeBrandSchema,
    answers: { 201: { description: 'The brand', schema: brandSchema } },
  },
  {
    id: 'changeBrand',
    method: 'patch',
    path: '/api/v1/brands/{id}',
    summary: 'Rename a brand',
    tag,
    access: 'administrator',
    scope: 'admin',
    params: idParamsSchema,
    body: writeBrandSchema,
    answers: { 200: { description: 'The brand', schema: brandSchema } },
  },
  {
    id: 'listColleagues',
    method: 'get',
    path: '/api/v1/brands/{id}/operators',
    summary:
      'Who a conversation of this brand may be transferred to: members and administrators who are not disabled',
    tag,
    access: 'operator',
    scope: 'read',
    params: idParamsSchema,
    query: pageQuerySchema,
    answers: { 200: { description: 'Oldest first', schema: listOf('ColleagueList', colleagueSchema) } },
  },
] as const satisfies readonly RouteContract[];
