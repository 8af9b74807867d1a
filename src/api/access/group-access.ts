import type { GroupStore } from '../../store/routing/groups';
import { type ApiError, invalidField } from '../problems';

/** `invalid_request` at `path`, unless `id` is null or a group of the brand. */
export async function requireGroup(
  { groups }: { readonly groups: Pick<GroupStore, 'find'> },
  { path, id, brandId }: { readonly path: string; readonly id: string | null; readonly brandId: string },
): Promise<void> {
  if (id !== null && (await groups.find(id, [brandId])) === null) throw noSuchGroup(path);
}

/** The refusal of a group that is not one of the brand, or is being deleted. */
export function noSuchGroup(path: string): ApiError {
  return invalidField(path, 'is not a group of the brand');
}
