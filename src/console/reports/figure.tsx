import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Definition } from './definition';
import type { FigureName } from './figure-words';
import css from './reports.module.css';

/** A group of figures under one heading. */
export function Figures({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={css.group} aria-label={title}>
      <h2 className={css.groupTitle}>{title}</h2>
      <ul className={css.figures}>{children}</ul>
    </section>
  );
}

/** One figure with its definition. `to` opens the list of the conversations that it counts. */
export function Figure(props: {
  readonly name: FigureName;
  readonly value: string;
  readonly detail?: ReactNode | undefined;
  readonly to?: string | undefined;
}) {
  const { t } = useTranslation();
  const { name, value, detail, to } = props;
  const words = t(`reports.figure_${name}`);
  return (
    <li className={css.figure} data-testid={`figure-${name}`}>
      <span className={css.label}>
        {words} <Definition of={name} />
      </span>
      <span className={css.value}>
        {to === undefined ? (
          value
        ) : (
          <Link to={to} aria-label={t('reports.openList', { figure: words, value })}>
            {value}
          </Link>
        )}
      </span>
      {detail !== undefined && <span className={css.detail}>{detail}</span>}
    </li>
  );
}
