import { CaretDownOutlined, CaretUpOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { OperatorReportBody } from '../../contracts/reports/operators';
import { Empty } from '../shared/ui/states';
import { Definition } from './definition';
import type { FigureName } from './figure-words';
import { addressWith } from './report-filter';
import { ReportFrame } from './report-frame';
import { ReportTable } from './report-table';
import css from './reports.module.css';
import { useOperatorReport } from './requests';
import { sortedBy } from './series';
import { useReportFilter } from './use-report-filter';
import { useReportWords } from './use-words';

type Item = OperatorReportBody['items'][number];
type Unit = 'number' | 'seconds';

const COLUMNS = {
  attended: { figure: 'attended', unit: 'number', valueOf: ({ attended }) => attended },
  completed: { figure: 'completed', unit: 'number', valueOf: ({ completed }) => completed },
  messagesOut: { figure: 'messagesOut', unit: 'number', valueOf: ({ messagesOut }) => messagesOut },
  firstResponse: {
    figure: 'firstResponse',
    unit: 'seconds',
    valueOf: (item) => item.firstResponseSeconds.median,
  },
  waiting: { figure: 'waiting', unit: 'seconds', valueOf: (item) => item.waitingSeconds.median },
  handling: { figure: 'handling', unit: 'seconds', valueOf: (item) => item.handlingSeconds.median },
  returned: { figure: 'returned', unit: 'number', valueOf: ({ returned }) => returned },
  rating: { figure: 'rating', unit: 'number', valueOf: (item) => item.rating.mean },
  active: { figure: 'active', unit: 'seconds', valueOf: (item) => item.activeSeconds },
  load: { figure: 'load', unit: 'number', valueOf: ({ load }) => load },
} as const satisfies Readonly<
  Record<
    string,
    { readonly figure: FigureName; readonly unit: Unit; readonly valueOf: (item: Item) => number | null }
  >
>;
type ColumnName = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as ColumnName[];
/** Those that have a list of their conversations. */
const LISTED: ReadonlySet<ColumnName> = new Set(['attended', 'completed', 'returned']);

/** The figures of each operator, in the order of any of them: for administrators. */
export function OperatorsPage() {
  const { t } = useTranslation();
  const filters = useReportFilter();
  const query = useOperatorReport(filters.request);
  return (
    <ReportFrame report="operators" label={t('reports.page_operators')} filters={filters} query={query}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t('reports.noOperators')} />
        ) : (
          <OperatorTable items={items} search={filters.search} />
        )
      }
    </ReportFrame>
  );
}

function OperatorTable({
  items,
  search,
}: {
  readonly items: readonly Item[];
  readonly search: URLSearchParams;
}) {
  const { t } = useTranslation();
  const words = useReportWords();
  const [order, setOrder] = useState<{ readonly by: ColumnName | 'name'; readonly isDescending: boolean }>({
    by: 'attended',
    isDescending: true,
  });
  const rows = sortedBy(
    items,
    (item) => (order.by === 'name' ? item.operator.name : COLUMNS[order.by].valueOf(item)),
    order.isDescending,
  );
  const sortBy = (by: ColumnName | 'name'): void =>
    setOrder({ by, isDescending: order.by === by ? !order.isDescending : by !== 'name' });
  const sorting = (by: ColumnName | 'name'): 'ascending' | 'descending' | undefined =>
    order.by === by ? (order.isDescending ? 'descending' : 'ascending') : undefined;
  const head = (by: ColumnName | 'name', label: string) => (
    <span className={css.headCell}>
      <button type="button" className={css.sort} onClick={() => sortBy(by)}>
        {label}{' '}
        {order.by === by &&
          (order.isDescending ? <CaretDownOutlined aria-hidden /> : <CaretUpOutlined aria-hidden />)}
      </button>
      {by !== 'name' && <Definition of={COLUMNS[by].figure} />}
    </span>
  );
  const cell = (item: Item, name: ColumnName) => {
    const { unit, valueOf } = COLUMNS[name];
    const value = words[unit](valueOf(item));
    if (!LISTED.has(name) || valueOf(item) === 0) return value;
    const to = addressWith('/reports/conversations', search, { figure: name, operator: item.operator.id });
    const label = t('reports.openListOf', {
      name: item.operator.name,
      figure: t(`reports.figure_${COLUMNS[name].figure}`),
      value,
    });
    return (
      <Link to={to} aria-label={label}>
        {value}
      </Link>
    );
  };
  return (
    <ReportTable
      caption={t('reports.page_operators')}
      columns={[
        { key: 'name', words: head('name', t('audit.target_operator')), sorting: sorting('name') },
        ...NAMES.map((name) => ({
          key: name,
          words: head(name, t(`reports.figure_${COLUMNS[name].figure}`)),
          sorting: sorting(name),
        })),
      ]}
      rows={rows.map((item) => ({
        key: item.operator.id,
        cells: [item.operator.name, ...NAMES.map((name) => cell(item, name))],
      }))}
    />
  );
}
