import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AvailabilityStatus } from '../../../domain/routing/availability';
import { colleagueAvailability } from '../availability/colleague-availability';
import { presenceOf, presenceWords } from '../availability/presence-words';
import { useLoad } from '../availability/use-load';
import type { Conversation } from '../conversations/received';
import type { TransferTarget } from '../conversations/requests';
import { useGroups } from '../routing/use-groups';
import { inTransferOrder } from './transfer-order';
import { brandsOf, isEachAttended, knownByAll } from './who-can-take';

/** An operator or a group in the list of the dialog. */
export type Target = {
  readonly value: string;
  /** What is searched, and what screen readers say. */
  readonly label: string;
  readonly name: string;
  readonly about: string;
  readonly to: TransferTarget;
  /** Of operators. */
  readonly presence?: AvailabilityStatus | 'offline';
};

/**
 * To whom conversations can be transferred now, all of them at once. Only a group can take one that nobody attends, and
 * only one of its own brand.
 */
export function useTargets(conversations: readonly Conversation[]) {
  const { t } = useTranslation();
  const toLoad = useLoad();
  const brandIds = brandsOf(conversations);
  const loads = useQueries({ queries: brandIds.map(colleagueAvailability) });
  const { groups, isLoaded, isError } = useGroups();
  const isAttended = isEachAttended(conversations);
  const target = (name: string, about: string) => ({ name, about, label: `${name} · ${about}` });
  const known = knownByAll(loads.map(({ data }) => data ?? []));
  const operators = (isAttended ? inTransferOrder(known) : [])
    .filter((one) => conversations.some(({ operator }) => operator?.id !== one.operator.id))
    .map((one): Target => {
      const { id, name } = one.operator;
      return {
        ...target(name, `${presenceWords(one, t)} · ${toLoad(one)}`),
        value: `operator.${id}`,
        to: { operatorId: id },
        presence: presenceOf(one),
      };
    });
  const ofBrand = groups
    .filter(
      ({ id, brandId }) =>
        brandIds.every((one) => one === brandId) &&
        conversations.some(({ state, group }) => state === 'active' || group?.id !== id),
    )
    .map(
      ({ id, name }): Target => ({
        ...target(name, t('groups.group')),
        value: `group.${id}`,
        to: { groupId: id },
      }),
    );
  const colleagues = {
    isPending: !(isLoaded || isError) || loads.some(({ isPending }) => isPending),
    isSuccess: (isLoaded || isError) && loads.every(({ isSuccess }) => isSuccess),
    error: loads.find(({ error }) => error !== null)?.error ?? null,
    refetch: () => Promise.all(loads.map(({ refetch }) => refetch())),
  };
  return { colleagues, targets: [...operators, ...ofBrand] };
}
