import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isLanguage, LANGUAGES } from '../../words/languages';
import { switchLanguage } from '../i18n/i18n';
import css from './card.module.css';

/** The choice of language for people who are not signed in and have no menu. */
export function LanguageLinks() {
  const { t, i18n } = useTranslation();
  return (
    <nav className={css.languages} aria-label={t('shell.language')}>
      {Object.entries(LANGUAGES).map(([tag, name]) => (
        <Button
          key={tag}
          type="text"
          size="small"
          lang={tag}
          {...(tag === i18n.language ? { 'aria-current': 'true', type: 'link' as const } : {})}
          onClick={() => {
            if (isLanguage(tag)) void switchLanguage(tag);
          }}
        >
          {name}
        </Button>
      ))}
    </nav>
  );
}
