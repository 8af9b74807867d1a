import { useTranslation } from 'react-i18next';

type Load = { readonly active: number; readonly capacity: number | null };

/** How many conversations an operator has, in words: `3 of 5`, or `3` without a limit. */
export function useLoad(): (load: Load) => string {
  const { t } = useTranslation();
  return ({ active, capacity }) =>
    capacity === null ? String(active) : t('availability.load', { active, capacity });
}
