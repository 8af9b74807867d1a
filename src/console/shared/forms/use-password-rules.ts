import type { Rule } from 'antd/es/form';
import { useTranslation } from 'react-i18next';
import { isCommonPassword, SHORTEST_PASSWORD } from '../../../domain/password-rules';

/**
 * The rules for a new password: long enough, and not easy to guess.
 * @param own words of the account that the password must not be: name, email address
 */
export function usePasswordRules(own: readonly string[]): Rule[] {
  const { t } = useTranslation();
  return [
    {
      required: true,
      min: SHORTEST_PASSWORD,
      message: t('session.tooShort', { shortest: SHORTEST_PASSWORD }),
    },
    {
      validator: (_, value: string | undefined) =>
        (value ?? '').length >= SHORTEST_PASSWORD && isCommonPassword(value ?? '', own)
          ? Promise.reject(new Error(t('session.tooCommon')))
          : Promise.resolve(),
    },
  ];
}
