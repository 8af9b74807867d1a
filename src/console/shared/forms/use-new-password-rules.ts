import type { FormItemProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { isEasilyGuessed } from '../../../contracts/people/easily-guessed';
import { SHORTEST_PASSWORD } from '../../../domain/password-length';

/** The rules of a field for a new password. `own`: words that anyone knows about the account. */
export function useNewPasswordRules(own: readonly string[]): NonNullable<FormItemProps['rules']> {
  const { t } = useTranslation();
  return [
    {
      required: true,
      min: SHORTEST_PASSWORD,
      message: t('session.tooShort', { shortest: SHORTEST_PASSWORD }),
    },
    {
      async validator(_, value: string | undefined = '') {
        if (value.length < SHORTEST_PASSWORD) return;
        // Where the dictionary cannot be loaded, the API judges alone.
        const isGuessed = await isEasilyGuessed(value, own).catch(() => false);
        if (isGuessed) throw new Error(t('session.tooCommon'));
      },
    },
  ];
}
