import { useTranslation } from 'react-i18next';
import { SETTING_RANGES } from '../../domain/settings';
import { useDurationWords } from '../shared/time/duration-words';

type DurationSetting =
  | 'ringTimeSeconds'
  | 'closeMissedAfterSeconds'
  | 'closeIdleAfterSeconds'
  | 'botIdleAfterSeconds';

/** The ranges of the settings, in words and as rules for form fields. */
export function useRanges() {
  const { t } = useTranslation();
  const words = useDurationWords();
  const ends = (setting: DurationSetting) => {
    const { min, max } = SETTING_RANGES[setting];
    return { min: words(min), max: words(max) };
  };
  return {
    /** `standard` is the default, in seconds; null means never. */
    words: (setting: DurationSetting, standard: number | null): string =>
      t('forms.rangeAndDefault', {
        ...ends(setting),
        standard: standard === null ? t('channels.never') : words(standard),
      }),
    rule: (setting: DurationSetting) => ({
      validator: (_: unknown, seconds: number | null | undefined) => {
        const { min, max } = SETTING_RANGES[setting];
        // Null means "never" where that is allowed; elsewhere the field is empty.
        const isAllowed =
          seconds === null
            ? setting === 'closeMissedAfterSeconds'
            : seconds !== undefined && seconds >= min && seconds <= max;
        return isAllowed ? Promise.resolve() : Promise.reject(new Error(t('forms.between', ends(setting))));
      },
    }),
  };
}
