import { useMemo } from 'react';
import { useBrands, useChannels, useOperators } from '../setup/requests';

/** Names for the ids in records, as far as what they belong to is still there. */
export function useNames() {
  const brands = useBrands();
  const operators = useOperators();
  const channels = useChannels();
  return useMemo(() => {
    const lists = [brands.data, operators.data, channels.data];
    const names = new Map(
      lists.flatMap((list) => (list ?? []).map(({ id, name }): [string, string] => [id, name])),
    );
    const nameOf = (id: string): string => names.get(id) ?? id;
    /** A detail as one line: ids by their names. */
    const all = (value: unknown): string => {
      if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(all).join(', ');
      if (value === null || value === undefined) return '–';
      return typeof value === 'string' ? nameOf(value) : JSON.stringify(value);
    };
    return Object.assign(nameOf, { all });
  }, [brands.data, operators.data, channels.data]);
}
