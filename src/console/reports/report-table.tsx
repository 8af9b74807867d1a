import type { ReactNode } from 'react';
import css from './reports.module.css';

export type Column = {
  readonly key: string;
  readonly words: ReactNode;
  /** How the rows are ordered by this column. */
  readonly sorting?: 'ascending' | 'descending' | undefined;
};

/** A table that scrolls by itself where it is too wide. The first cell of a row is its name. */
export function ReportTable(props: {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}) {
  return (
    // A region that scrolls has to be reached by the keyboard.
    <section className={css.scroll} aria-label={props.caption} tabIndex={0}>
      <table className={css.table}>
        <caption className="visually-hidden">{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map(({ key, words, sorting }) => (
              <th key={key} scope="col" aria-sort={sorting}>
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map(({ key, cells }) => (
            <tr key={key}>
              {cells.map((cell, at) =>
                at === 0 ? (
                  <th key={props.columns[at]?.key} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={props.columns[at]?.key}>{cell}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
