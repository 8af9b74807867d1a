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
  /** What is searched, and what screen readers say. */
  readonly label: string;
  readonly name: string;
  readonly about: string;
  readonly to: TransferTarget;
  /** Of operators. */
  readonly presence?: AvailabilityStatus | 'offline';
};

/** To whom a conversation can be transferred now. Only a group can take one that nobody attends. */
export function useTargets({ brandId, state, operator, group }: Conversation) {
  const { t } = useTranslation();
  const toLoad = useLoad();
  const colleagues = useColleagueAvailability(brandId);
  const { groups } = useGroups();
  const isAttended = state === 'active';
  const target = (name: string, about: string) => ({ name, about, label: `${name} · ${about}` });
  const operators = (isAttended ? inTransferOrder(colleagues.data ?? []) : [])
    .filter((one) => one.operator.id !== operator?.id)
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
    .filter((one) => one.brandId === brandId && (isAttended || one.id !== group?.id))
    .map(
      ({ id, name }): Target => ({
        ...target(name, t('groups.group')),
        value: `group.${id}`,
        to: { groupId: id },
      }),
    );
  return { colleagues, targets: [...operators, ...ofBrand] };
}
