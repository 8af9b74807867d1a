import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { cityInName, cityKeyOf } from './time-zones';

/** The name of a zone's city in the reader's language, where that is known. */
export function useCity(): (timeZone: string) => string {
  const { t } = useTranslation();
  return useCallback(
    (timeZone) => {
      const key = cityKeyOf(timeZone);
      return key === null ? cityInName(timeZone) : t(`cities.${key}`);
    },
    [t],
  );
}
