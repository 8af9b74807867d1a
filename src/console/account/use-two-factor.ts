import { useQuery } from '@tanstack/react-query';
import { api } from '../shared/api/client';

/** The reader's second factor, as it is now. */
export function useTwoFactor() {
  return useQuery({
    queryKey: ['two-factor'],
    queryFn: ({ signal }) => api('get', '/api/v1/me/two-factor', { signal }),
    staleTime: 0,
  });
}
