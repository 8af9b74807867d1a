import { useMemo } from 'react';
import { useBrands, useChannels, useOperators, useTokens } from '../shared/setup/requests';

/** Names for the ids in records. If the thing no longer exists, the id itself. */
export function useNames(): (id: string) => string {
  const { data: brands } = useBrands();
  const { data: operators } = useOperators();
  const { data: channels } = useChannels();
  const { data: tokens } = useTokens();
  return useMemo(() => {
    const lists = [brands, operators, channels, tokens];
    const names = new Map(
      lists.flatMap((list) => (list ?? []).map(({ id, name }): [string, string] => [id, name])),
    );
    return (id) => names.get(id) ?? id;
  }, [brands, operators, channels, tokens]);
}
