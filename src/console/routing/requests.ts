import { useQuery } from '@tanstack/react-query';
import type { RoutingBody } from '../../contracts/people/routing';
import { api } from '../shared/api/client';
import { useSetupMutation } from '../shared/setup/requests';

/** Who is rung for a brand's conversations. */
export function useRouting(brandId: string) {
  return useQuery({
    queryKey: ['setup', 'routing', brandId],
    queryFn: ({ signal }) => api('get', '/api/v1/brands/{id}/routing', { params: { id: brandId }, signal }),
    staleTime: 0,
  });
}

export function useChangeRouting(brandId: string) {
  return useSetupMutation((body: RoutingBody) =>
    api('patch', '/api/v1/brands/{id}/routing', { params: { id: brandId }, body }),
  );
}
