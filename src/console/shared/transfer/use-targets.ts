import { useTranslation } from 'react-i18next';
import type { AvailabilityStatus } from '../../../domain/routing/availability';
import { presenceOf, presenceWords } from '../availability/presence-words';
import { useColleagueAvailability } from '../availability/use-colleague-availability';
import { useLoad } from '../availability/use-load';
import type { Conversation } from '../conversations/received';
import type { TransferTarget } from '../conversations/requests';
import { useGroups } from '../routing/use-groups';
import { inTransferOrder } from './transfer-order';

/** An operator or a group in the list of the dialog. */
export type Target = {
  readonly value: string;
  readonly label: string;
  readonly to: TransferTarget;
  /** Of operators. */
  readonly presence?: AvailabilityStatus | 'offline';
  readonly about?: string;
};

/** To whom a conversation can be transferred now. Only a group can take one that nobody attends. */
export function useTargets({ brandId, state, operator, group }: Conversation) {
  const { t } = useTranslation();
  const toLoad = useLoad();
  const colleagues = useColleagueAvailability(brandId);
  const { groups } = useGroups();
  const isAttended = state === 'active';
  const operators = (isAttended ? inTransferOrder(colleagues.data ?? []) : [])
    .filter((one) => one.operator.id !== operator?.id)
    .map((one): Target => {
      const { id, name } = one.operator;
      return {
        value: `operator.${id}`,
        label: name,
        to: { operatorId: id },
        presence: presenceOf(one),
        about: `${presenceWords(one, t)} · ${toLoad(one)}`,
      };
    });
  const ofBrand = groups
    .filter((one) => one.brandId === brandId && (isAttended || one.id !== group?.id))
    .map(({ id, name }): Target => ({ value: `group.${id}`, label: name, to: { groupId: id } }));
  return { colleagues, operators, groups: ofBrand };
}
