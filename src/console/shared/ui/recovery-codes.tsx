import { useTranslation } from 'react-i18next';
import { CopyButton } from './copy-button';
import css from './recovery-codes.module.css';

/** Recovery codes, which are shown once. */
export function RecoveryCodes({ codes }: { readonly codes: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <div className={css.box}>
      <ul className={css.codes} aria-label={t('signIn.codesTitle')}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <CopyButton text={codes.join('\n')} label={t('signIn.codesTitle')} />
    </div>
  );
}
