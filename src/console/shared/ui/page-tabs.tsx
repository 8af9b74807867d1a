import { NavLink } from 'react-router';
import css from './page-tabs.module.css';

/** Links between the parts of one thing in the setup. Screen readers read `label` as their name. */
export function PageTabs(props: {
  readonly label: string;
  readonly tabs: readonly { readonly to: string; readonly words: string }[];
}) {
  return (
    <nav className={css.tabs} aria-label={props.label}>
      {props.tabs.map(({ to, words }) => (
        <NavLink key={to} end to={to} className={css.tab ?? ''}>
          {words}
        </NavLink>
      ))}
    </nav>
  );
}
