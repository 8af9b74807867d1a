import { Form } from 'antd';
import type { Rule } from 'antd/es/form';
import { useTranslation } from 'react-i18next';
import { findHoursMistakes, type HoursMistake } from '../../domain/hours/find-mistakes';
import type { Period } from '../../domain/hours/opening-hours';
import { type HoursValues, toHours } from './hours-values';
import { isTimeText } from './time-text';

type Path = HoursMistake['path'];

const accept = (fault: string | undefined): Promise<void> =>
  fault === undefined ? Promise.resolve() : Promise.reject(new Error(fault));

/** The mistake at one place of the whole form; undefined: none. */
function useMistakeAt(): (path: Path) => HoursMistake['kind'] | undefined {
  const form = Form.useFormInstance<HoursValues>();
  return (path) => {
    // Also what is not registered as a field.
    const hours = toHours({ ...(form.getFieldsValue(true) as HoursValues), kind: 'hours' });
    if (hours === null) return undefined;
    return findHoursMistakes(hours).find((mistake) => mistake.path.join('.') === path.join('.'))?.kind;
  };
}

/** The rule of a period at `path`: two times, and what the rules of opening hours say. */
export function usePeriodRule(): (path: Path) => Rule {
  const { t } = useTranslation();
  const mistakeAt = useMistakeAt();
  return (path) => ({
    validator: (_, period: Period | undefined) => {
      const [start = '', end = ''] = period ?? [];
      if (!isTimeText(start, 'start') || !isTimeText(end, 'end')) return accept(t('hours.timeRule'));
      const mistake = mistakeAt(path);
      return accept(mistake && t(`hours.mistake_${mistake}`));
    },
  });
}

/** The rule of the date of an exception. */
export function useDateRule(): (path: Path) => Rule {
  const { t } = useTranslation();
  const mistakeAt = useMistakeAt();
  return (path) => ({
    validator: (_, date: string | undefined) => {
      if (date === undefined || date === '') return accept(t('hours.dateRule'));
      const mistake = mistakeAt(path);
      return accept(mistake && t(`hours.mistake_${mistake}`));
    },
  });
}
