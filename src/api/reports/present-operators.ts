import type { OperatorReportBody } from '../../contracts/reports/operators';
import { dividedBy, toTally } from '../../domain/reports/tally';
import type { FigureCount } from '../../store/reports/count-figures';
import type { FigureName } from '../../store/reports/figure-sources';
import type { OperatorLoad } from '../../store/reports/reports';
import { presentRating } from './present-summary';

export const OPERATOR_FIGURES = [
  'attended',
  'completed',
  'firstResponse',
  'messagesOut',
  'returned',
  'rated',
] as const satisfies readonly FigureName[];

/** The figures of each operator who did something, by name; of one who is gone, the id stands for it. */
export function presentOperators(
  counted: readonly FigureCount[],
  load: readonly OperatorLoad[],
  names: ReadonlyMap<string, string>,
): OperatorReportBody['items'] {
  const parts = dividedBy(counted, ({ operatorId }) => operatorId);
  const loads = new Map(load.map((one) => [one.operatorId, one]));
  const ids = new Set([...parts.keys(), ...loads.keys()]);
  const items = [...ids].flatMap((id) => {
    if (id === null) return [];
    const tally = toTally(parts.get(id) ?? []);
    const { activeSeconds = 0, attendedSeconds = 0 } = loads.get(id) ?? {};
    return [
      {
        operator: { id, name: names.get(id) ?? id },
        attended: tally.count('attended'),
        completed: tally.count('completed'),
        messagesOut: tally.count('messagesOut'),
        returned: tally.count('returned'),
        firstResponseSeconds: tally.durations('firstResponse'),
        waitingSeconds: tally.durations('attended'),
        handlingSeconds: tally.durations('completed'),
        rating: presentRating(tally),
        activeSeconds: Math.round(activeSeconds * 1000) / 1000,
        load: activeSeconds === 0 ? null : Math.round((attendedSeconds / activeSeconds) * 100) / 100,
      },
    ];
  });
  const nameOf = ({ operator }: (typeof items)[number]): string => operator.name;
  return items.sort(
    (one, other) =>
      nameOf(one).localeCompare(nameOf(other)) || (one.operator.id < other.operator.id ? -1 : 1),
  );
}
