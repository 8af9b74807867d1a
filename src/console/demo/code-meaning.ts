import { useTranslation } from 'react-i18next';

/** Codes of WeChat that have words here; the first ones can be chosen to break it. */
export const TROUBLE_CODES = [45015, 45047, -1, 45009, 43004, 48001] as const;
const NAMES = {
  [-1]: 'busy',
  45015: '45015',
  45047: '45047',
  45009: '45009',
  43004: '43004',
  48001: '48001',
} as const;

/** What an error code of WeChat means, with the code; null: no answer was given at all. */
export function useCodeMeaning(): (errcode: number | null) => string {
  const { t } = useTranslation();
  return (errcode) => {
    if (errcode === null) return t('phone.lost');
    const name = TROUBLE_CODES.find((one) => one === errcode);
    return `${errcode}: ${name === undefined ? t('phone.code_other') : t(`phone.code_${NAMES[name]}`)}`;
  };
}
