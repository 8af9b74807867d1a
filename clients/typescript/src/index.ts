export { type Call, createDuihua, type Duihua, type DuihuaOptions } from './client.js';
export { DuihuaError, isRefusal } from './errors.js';
export type { EventOptions } from './events.js';
export { each } from './paging.js';
export { type RetryOptions, retrying } from './retrying.js';
export type { components, operations, paths } from './schema.js';
export type * from './types.js';
