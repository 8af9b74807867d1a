import { useQuery } from '@tanstack/react-query';
import type { NewMacroBody } from '../../contracts/conversations/macro';
import { api } from '../shared/api/client';
import { loadAll } from '../shared/api/load-all';
import { useSetupMutation } from '../shared/setup/requests';

/** Saves what a form has, as `toBody` makes it: a new macro if `id` is null. The form shows failures. */
export function useSaveMacro<Values>(id: string | null, toBody: (values: Values) => NewMacroBody) {
  return useSetupMutation((values: Values) => {
    const body = toBody(values);
    return id === null
      ? api('post', '/api/v1/macros', { body })
      : api('patch', '/api/v1/macros/{id}', { params: { id }, body });
  });
}

export function useDeleteMacro() {
  return useSetupMutation((id: string) => api('delete', '/api/v1/macros/{id}', { params: { id } }), 'notice');
}

/** All operators of these brands, once each, by name. */
export function useColleaguesIn(brandIds: readonly string[]) {
  return useQuery({
    queryKey: ['setup', 'colleagues', ...brandIds],
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const lists = await Promise.all(
        brandIds.map((id) =>
          loadAll((query) => api('get', '/api/v1/brands/{id}/operators', { params: { id }, query, signal })),
        ),
      );
      const names = new Map(lists.flat().map(({ id, name }) => [id, name]));
      return [...names]
        .map(([value, label]) => ({ value, label }))
        .sort((one, other) => one.label.localeCompare(other.label));
    },
  });
}
