import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Loading } from '../../shared/ui/states';
import { Definition } from '../definition';
import type { FigureName } from '../figure-words';
import { PlainTable, ReportTable } from '../report-table';
import css from '../reports.module.css';
import type { Line, Point } from './chart-data';

const Drawing = lazy(async () => ({ default: (await import('./drawing')).Drawing }));

/**
 * A chart with its title, what it says in a sentence, and its numbers as a table: screen readers read the table, and
 * everyone may have it shown.
 */
export function ChartPanel(props: {
  readonly title: string;
  readonly about?: FigureName;
  readonly sentence: string;
  /** What the first column has: `Day`. */
  readonly first: string;
  readonly kind: 'lines' | 'bars';
  readonly lines: readonly Line[];
  readonly points: readonly Point[];
  readonly format: (value: number | null) => string;
}) {
  const { t } = useTranslation();
  const { title, lines, points, format } = props;
  const [isTable, setTable] = useState(false);
  const table = {
    caption: title,
    columns: [{ key: 'first', words: props.first }, ...lines.map(({ key, name }) => ({ key, words: name }))],
    rows: points.map(({ key, label, values }) => ({
      key,
      cells: [label, ...lines.map((line) => format(values[line.key] ?? null))],
    })),
  };
  return (
    <section className={css.chart} aria-label={title}>
      <div className={css.chartHead}>
        <div className={css.groupTitle}>
          <h2 className={css.groupTitle}>{title}</h2>
          {props.about !== undefined && <Definition of={props.about} />}
        </div>
        <Button size="small" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {t(isTable ? 'reports.asChart' : 'reports.asTable')}{' '}
          <span className="visually-hidden">{title}</span>
        </Button>
      </div>
      <p className={css.sentence}>{props.sentence}</p>
      {isTable ? (
        <ReportTable {...table} />
      ) : (
        <>
          <div aria-hidden>
            <Legend lines={lines} />
            <Suspense fallback={<Loading />}>
              <Drawing kind={props.kind} lines={lines} points={points} format={format} />
            </Suspense>
          </div>
          <div className="visually-hidden">
            <PlainTable {...table} />
          </div>
        </>
      )}
    </section>
  );
}

/** Which line is which: by colour, and by how it is drawn. */
function Legend({ lines }: { readonly lines: readonly Line[] }) {
  if (lines.length < 2) return null;
  return (
    <ul className={css.legend}>
      {lines.map(({ key, name, tone }) => (
        <li key={key}>
          <span className={css.swatch} data-tone={tone} /> {name}
        </li>
      ))}
    </ul>
  );
}
