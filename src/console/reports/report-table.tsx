import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from './reports.module.css';

export type Column = {
  readonly key: string;
  readonly words: ReactNode;
  /** How the rows are ordered by this column. */
  readonly sorting?: 'ascending' | 'descending' | undefined;
};

type Props = {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
};

/** A table that scrolls by itself where it is too wide. The first cell of a row is its name. */
export function ReportTable(props: Props) {
  const { t } = useTranslation();
  return (
    // A region that scrolls has to be reached by the keyboard.
    <section className={css.scroll} aria-label={t('reports.tableOf', { title: props.caption })} tabIndex={0}>
      <PlainTable {...props} />
    </section>
  );
}

/** The same table without a place of its own to scroll in. */
export function PlainTable({ caption, columns, rows }: Props) {
  return (
    <table className={css.table}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ key, words, sorting }) => (
            <th key={key} scope="col" aria-sort={sorting}>
              {words}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, at) =>
              at === 0 ? (
                <th key={columns[at]?.key} scope="row">
                  {cell}
                </th>
              ) : (
                <td key={columns[at]?.key}>{cell}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
