import { useTranslation } from 'react-i18next';
import { ROUTING_RANGES } from '../../domain/routing/routing';
import { useDurationWords } from '../shared/time/duration-words';

type Ranged = keyof typeof ROUTING_RANGES;
/** How many seconds a number of the setting stands for; null: it is no duration. */
const SECONDS = {
  offerSeconds: 1,
  returnAfterSeconds: 1,
  defaultCapacity: null,
  skipOlderThanHours: 3_600,
} as const satisfies Readonly<Record<Ranged, number | null>>;

/** The ranges of a brand's routing, in words and as rules for form fields. */
export function useRoutingRanges() {
  const { t } = useTranslation();
  const words = useDurationWords();
  const ends = (field: Ranged): string => {
    const { min, max } = ROUTING_RANGES[field];
    const seconds = SECONDS[field];
    return t(
      'forms.between',
      seconds === null ? { min, max } : { min: words(min * seconds), max: words(max * seconds) },
    );
  };
  return {
    words: ends,
    /** Null means "never" or "no limit" where the API allows that; elsewhere the field is empty. */
    rule: (field: Ranged) => ({
      validator: (_: unknown, value: number | null | undefined) => {
        const { min, max } = ROUTING_RANGES[field];
        const isAllowed =
          value === null || value === undefined ? field !== 'offerSeconds' : value >= min && value <= max;
        return isAllowed ? Promise.resolve() : Promise.reject(new Error(ends(field)));
      },
    }),
  };
}
