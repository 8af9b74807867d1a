import { useTranslation } from 'react-i18next';
import { splitDuration } from './format';

/** From here on, `isShort` leaves out the minutes. */
const MANY_HOURS = 10;

/** Words for the time that is left: `47 h 59 min`, `24 h`, `12 min`, `42 s`. `isShort`: `47 h`, where there is little space. */
export function useDuration({ isShort = false } = {}): (ms: number) => string {
  const { t } = useTranslation();
  return (ms) => {
    const { hours, minutes, seconds } = splitDuration(ms);
    const isWhole = minutes === 0 || (isShort && hours >= MANY_HOURS);
    if (hours > 0 && isWhole) return t('time.hours', { hours });
    if (hours > 0) return t('time.hoursMinutes', { hours, minutes });
    if (minutes > 0) return t('time.minutes', { minutes });
    return t('time.seconds', { seconds });
  };
}
