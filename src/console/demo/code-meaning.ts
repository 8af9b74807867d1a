import { useTranslation } from 'react-i18next';

/** The codes of WeChat that have texts here. The demo offers them for breaking WeChat. */
export const TROUBLE_CODES = [45015, 45047, -1, 45009, 43004, 48001] as const;
const NAMES = {
  [-1]: 'busy',
  45015: '45015',
  45047: '45047',
  45009: '45009',
  43004: '43004',
  48001: '48001',
} as const;

/** The meaning of a WeChat error code, with the code; null: WeChat gave no answer. */
export function useCodeMeaning(): (errcode: number | null) => string {
  const { t } = useTranslation();
  return (errcode) => {
    if (errcode === null) return t('phone.lost');
    const name = TROUBLE_CODES.find((one) => one === errcode);
    return `${errcode}: ${name === undefined ? t('phone.code_other') : t(`phone.code_${NAMES[name]}`)}`;
  };
}
