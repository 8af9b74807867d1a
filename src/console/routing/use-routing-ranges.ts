import { useTranslation } from 'react-i18next';
import { ROUTING_RANGES } from '../../domain/routing/routing';
import { useDurationWords } from '../shared/time/duration-words';

type Ranged = keyof typeof ROUTING_RANGES;
/** What a number of the setting counts. */
const IS_DURATION = {
  offerSeconds: true,
  returnAfterSeconds: true,
  defaultCapacity: false,
  skipOlderThanHours: false,
} as const satisfies Readonly<Record<Ranged, boolean>>;

/** The ranges of a brand's routing, in words and as rules for form fields. */
export function useRoutingRanges() {
  const { t } = useTranslation();
  const words = useDurationWords();
  const ends = (field: Ranged): string => {
    const { min, max } = ROUTING_RANGES[field];
    return t('forms.between', IS_DURATION[field] ? { min: words(min), max: words(max) } : { min, max });
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
