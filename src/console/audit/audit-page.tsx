import { AuditOutlined } from '@ant-design/icons';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { AUDIT_ACTIONS, type AuditAction } from '../../domain/audit';
import { BY_LABEL } from '../shared/forms/find-option';
import { useOperators } from '../shared/setup/requests';
import { parseDay } from '../shared/time/days';
import { LoadedRows, MoreButton } from '../shared/ui/loaded';
import { Page } from '../shared/ui/page';
import { Empty } from '../shared/ui/states';
import css from './audit-page.module.css';
import { AuditRow } from './audit-row';
import { actionKey } from './catalogue-keys';
import { ExportButton } from './export-button';
import { type AuditFilter, useAudit } from './use-audit';

const isAction = (value: string | null): value is AuditAction => AUDIT_ACTIONS.some((one) => one === value);

/** Who did what, newest first. The filters are kept in the address. */
export function AuditPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const asked = search.get('action');
  const filter: AuditFilter = {
    operatorId: search.get('operator'),
    action: isAction(asked) ? asked : null,
    fromDay: parseDay(search.get('from')),
    toDay: parseDay(search.get('to')),
  };
  const operators = useOperators();
  const records = useAudit(filter);
  const choose = (name: 'operator' | 'action' | 'from' | 'to', value: string | null | undefined): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === undefined || value === null || value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return (
    <Page title={t('setup.audit')} hint={t('audit.hint')}>
      <div className={css.filters}>
        <Select
          allowClear
          className={css.filter ?? ''}
          showSearch={BY_LABEL}
          aria-label={t('audit.byOperator')}
          placeholder={t('audit.byOperator')}
          value={filter.operatorId}
          onChange={(value) => choose('operator', value)}
          options={(operators.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select<AuditAction | null>
          allowClear
          className={css.filter ?? ''}
          showSearch={BY_LABEL}
          aria-label={t('audit.byAction')}
          placeholder={t('audit.byAction')}
          value={filter.action}
          onChange={(value) => choose('action', value)}
          options={AUDIT_ACTIONS.map((one) => ({ value: one, label: t(actionKey(one)) }))}
        />
        {(['from', 'to'] as const).map((name) => (
          <Input
            key={name}
            type="date"
            className={css.day ?? ''}
            prefix={t(`audit.${name}`)}
            aria-label={t(`audit.${name}Day`)}
            value={(name === 'from' ? filter.fromDay : filter.toDay) ?? ''}
            onChange={({ target }) => choose(name, target.value)}
          />
        ))}
        <ExportButton filter={filter} />
      </div>
      <LoadedRows
        query={{ ...records, data: records.data && records.items }}
        label={t('setup.audit')}
        empty={
          <Empty icon={<AuditOutlined aria-hidden />} title={t('audit.empty')} hint={t('audit.emptyHint')} />
        }
      >
        {(record) => <AuditRow key={record.id} record={record} />}
      </LoadedRows>
      <MoreButton query={records} />
    </Page>
  );
}
