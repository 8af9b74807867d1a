import type { GroupBody } from '../../contracts/people/group';
import { api } from '../shared/api/client';
import { useSetupMutation } from '../shared/setup/requests';

/** What a form says about a group. */
export type GroupFields = {
  readonly brandId: string;
  readonly name: string;
  readonly operatorIds: readonly string[];
};

/** Adds a group (`group` is null), or changes one; its brand stays. */
export function useSaveGroup(group: GroupBody | null) {
  return useSetupMutation(({ brandId, name, operatorIds }: GroupFields) => {
    const fields = { name, operatorIds: [...operatorIds] };
    return group === null
      ? api('post', '/api/v1/groups', { body: { brandId, ...fields } })
      : api('patch', '/api/v1/groups/{id}', { params: { id: group.id }, body: fields });
  });
}

export function useDeleteGroup() {
  return useSetupMutation<string, void>(
    (id) => api('delete', '/api/v1/groups/{id}', { params: { id } }),
    'notice',
  );
}
