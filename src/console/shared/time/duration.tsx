import { useTranslation } from 'react-i18next';
import { splitDuration } from './format';

/** Words for the time that is left: `47 h 59 min`, `24 h`, `12 min`, `42 s`. */
export function useDuration(): (ms: number) => string {
  const { t } = useTranslation();
  return (ms) => {
    const { hours, minutes, seconds } = splitDuration(ms);
    if (hours > 0 && minutes === 0) return t('time.hours', { hours });
    if (hours > 0) return t('time.hoursMinutes', { hours, minutes });
    if (minutes > 0) return t('time.minutes', { minutes });
    return t('time.seconds', { seconds });
  };
}
