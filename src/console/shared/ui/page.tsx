/** The parts of setup pages: a heading with actions, lists of rows, panels. */
import { ArrowLeftOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import css from './page.module.css';

/** A page with its heading. `back` leads to the page above it. */
export function Page(props: {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly actions?: ReactNode;
  readonly back?: { readonly to: string; readonly label: string };
  readonly children: ReactNode;
}) {
  return (
    <div className={css.page}>
      <div className={css.head}>
        <div className={css.headline}>
          {props.back !== undefined && (
            <Link to={props.back.to} className={css.back ?? ''}>
              <ArrowLeftOutlined aria-hidden /> {props.back.label}
            </Link>
          )}
          <h1 className={css.title}>{props.title}</h1>
          {props.hint !== undefined && <p className={css.hint}>{props.hint}</p>}
        </div>
        {props.actions !== undefined && <div className={css.actions}>{props.actions}</div>}
      </div>
      {props.children}
    </div>
  );
}

/** A list of rows. Screen readers read `label` as its name. */
export function Rows({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul className={css.rows} aria-label={label}>
      {children}
    </ul>
  );
}

/** One row of a list: a name, further facts, and buttons. */
export function Row(props: {
  readonly name: ReactNode;
  readonly meta?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <li className={css.row}>
      <div className={css.main}>
        <div className={css.name}>{props.name}</div>
        {props.meta !== undefined && <div className={css.meta}>{props.meta}</div>}
      </div>
      {props.children !== undefined && <div className={css.actions}>{props.children}</div>}
    </li>
  );
}

export function Panel(props: {
  readonly title: string;
  readonly hint?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={css.panel} aria-label={props.title}>
      <h2 className={css.panelTitle}>{props.title}</h2>
      {props.hint !== undefined && <p className={css.panelHint}>{props.hint}</p>}
      {props.children}
    </section>
  );
}
