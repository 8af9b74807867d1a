import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { BY_LABEL } from '../shared/forms/find-option';
import { useOperators } from '../shared/setup/requests';
import css from './reports.module.css';
import type { useReportFilter } from './use-report-filter';

/** Limits a report to an operator: for administrators, who may list them. */
export function OperatorFilter({
  filter,
  change,
}: Pick<ReturnType<typeof useReportFilter>, 'filter' | 'change'>) {
  const { t } = useTranslation();
  const operators = useOperators();
  return (
    <Select<string | null>
      allowClear
      className={css.filter ?? ''}
      showSearch={BY_LABEL}
      aria-label={t('setup.operators')}
      placeholder={t('audit.byOperator')}
      value={filter.operatorId}
      onChange={(id) => change({ operator: id ?? null })}
      options={(operators.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}
