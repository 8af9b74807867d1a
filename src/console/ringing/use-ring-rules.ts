import { type UseQueryResult, useQueries, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { colleagueAvailability } from '../shared/availability/colleague-availability';
import type { Conversation } from '../shared/conversations/received';
import { useGroups } from '../shared/routing/use-groups';
import { brandRouting, RING_MODE } from './brand-routing';
import type { RingRules } from './is-rung';

/** Who is rung for the waiting conversations: asked only about brands and groups in which somebody waits. */
export function useRingRules(waiting: readonly Conversation[], meId: string): RingRules {
  const client = useQueryClient();
  const brandIds = distinct(waiting.map(({ brandId }) => brandId));
  const modes = useQueries({ queries: brandIds.map(brandRouting) });
  const grouped = waiting.filter(({ group }) => group !== null);
  const { groups, isLoaded, isError } = useGroups({ isWanted: grouped.length > 0 });
  const isOfOthers = (groupId: string | undefined): boolean =>
    groups.some(({ id, operatorIds }) => id === groupId && !operatorIds.includes(meId));
  const withOthers = distinct(
    grouped.filter(({ group }) => isOfOthers(group?.id)).map(({ brandId }) => brandId),
  );
  const colleagues = useQueries({
    queries: withOthers.map((id) => ({ ...colleagueAvailability(id), meta: { showsErrors: true } })),
  });
  const ids = waiting.map(({ id }) => id).join(' ');
  useEffect(() => {
    if (ids === '') return;
    for (const queryKey of [[RING_MODE], ['groups']]) {
      void client.refetchQueries({ queryKey, type: 'active', stale: true });
    }
  }, [client, ids]);

  return {
    modeOf(brandId) {
      const routing = answerOf(modes[brandIds.indexOf(brandId)]);
      return routing && routing.mode;
    },
    groupOf: (groupId) => groups.find(({ id }) => id === groupId) ?? (isLoaded || isError ? null : undefined),
    enabledIn(brandId) {
      const list = answerOf(colleagues[withOthers.indexOf(brandId)]);
      return list && new Set(list.map(({ operator }) => operator.id));
    },
  };
}

/** What a query has loaded; null if that failed, undefined until then. */
function answerOf<Data>(query: UseQueryResult<Data> | undefined): Data | null | undefined {
  return query?.data ?? (query?.isError === true ? null : undefined);
}

function distinct(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)];
}
