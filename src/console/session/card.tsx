import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import icon from '../shared/ui/icon.svg';
import css from './card.module.css';
import { LanguageLinks } from './language-links';

/** The page around a form for people who are not signed in. */
export function Card(props: { readonly title: string; readonly hint: string; readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className={css.page}>
      <div className={css.card}>
        <p className={css.brand}>
          <img src={icon} alt="" width="32" height="32" />
          {t('common.appName')}
        </p>
        <h1 className={css.title}>{props.title}</h1>
        <p className={css.hint}>{props.hint}</p>
        {props.children}
      </div>
      <LanguageLinks />
    </main>
  );
}
