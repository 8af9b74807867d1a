import { useTranslation } from 'react-i18next';
import type { OpeningHours } from '../../domain/hours/opening-hours';
import css from './hours.module.css';
import { momentIn } from './moment-in';
import { type HoursOf, useNextChange } from './requests';
import { useCity } from './use-city';

/** Whether it is open now by the saved hours, and until when: “Now open until 18:00 in Shanghai”. */
export function NextLine({ of, hours }: { readonly of: HoursOf; readonly hours: OpeningHours | null }) {
  const { t, i18n } = useTranslation();
  const cityOf = useCity();
  const next = useNextChange(of).data;
  const words = (): string => {
    if (next === undefined) return t('hours.nextUnknown');
    const { isOpen, opensAt, closesAt } = next;
    const at = isOpen ? closesAt : opensAt;
    if (at === null || hours === null) return t(isOpen ? 'hours.alwaysOpen' : 'hours.neverOpen');
    const place = {
      time: momentIn(at, hours.timeZone, Date.now(), i18n.language),
      city: cityOf(hours.timeZone),
    };
    return t(isOpen ? 'hours.openUntil' : 'hours.closedUntil', place);
  };
  return (
    <p className={css.next} role="status" data-open={next?.isOpen ?? true}>
      {words()}
    </p>
  );
}
