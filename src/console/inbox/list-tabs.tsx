import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { LISTS, type ListName } from '../shared/conversations/lists';
import css from './list-tabs.module.css';

/** The five lists. */
export function ListTabs({ current }: { readonly current: ListName }) {
  const { t } = useTranslation();
  return (
    <nav className={css.tabs} aria-label={t('inbox.lists')}>
      {LISTS.map((list) => (
        <NavLink
          key={list}
          to={`/inbox/${list}`}
          className={css.tab ?? ''}
          aria-current={list === current ? 'page' : undefined}
        >
          {t(`inbox.${list}`)}
        </NavLink>
      ))}
    </nav>
  );
}
