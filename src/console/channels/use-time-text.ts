import { useTranslation } from 'react-i18next';
import { formatMoment } from '../shared/time/format';

/** A time in words; "never" if there is none. */
export function useTimeText(): (time: string | null) => string {
  const { t, i18n } = useTranslation();
  return (time) => (time === null ? t('channels.never') : formatMoment(time, i18n.language));
}
