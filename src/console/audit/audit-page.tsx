import { AuditOutlined } from '@ant-design/icons';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { AUDIT_ACTIONS, type AuditAction } from '../../domain/audit';
import { api } from '../shared/api/client';
import { usePageList } from '../shared/api/use-page-list';
import { BY_LABEL } from '../shared/forms/find-option';
import { useOperators } from '../shared/setup/requests';
import { LoadedRows, MoreButton } from '../shared/ui/loaded';
import { Page } from '../shared/ui/page';
import { Empty } from '../shared/ui/states';
import css from './audit-page.module.css';
import { AuditRow } from './audit-row';
import { actionKey } from './catalogue-keys';

const isAction = (value: string | null): value is AuditAction => AUDIT_ACTIONS.some((one) => one === value);

/** Who did what, newest first. The filters are kept in the address. */
export function AuditPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const operatorId = search.get('operator') ?? undefined;
  const asked = search.get('action');
  const action = isAction(asked) ? asked : undefined;
  const operators = useOperators();
  const records = usePageList(
    ['setup', 'audit', operatorId ?? null, action ?? null],
    (page, signal) =>
      api('get', '/api/v1/audit', {
        query: {
          ...page,
          ...(operatorId === undefined ? {} : { operatorId }),
          ...(action === undefined ? {} : { action }),
        },
        signal,
      }),
    { staleTime: 0 },
  );
  const filter = (name: 'operator' | 'action', value: string | undefined): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === undefined) next.delete(name);
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
          value={operatorId ?? null}
          onChange={(value) => filter('operator', value ?? undefined)}
          options={(operators.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select<AuditAction | null>
          allowClear
          className={css.filter ?? ''}
          showSearch={BY_LABEL}
          aria-label={t('audit.byAction')}
          placeholder={t('audit.byAction')}
          value={action ?? null}
          onChange={(value) => filter('action', value ?? undefined)}
          options={AUDIT_ACTIONS.map((one) => ({ value: one, label: t(actionKey(one)) }))}
        />
      </div>
      <LoadedRows
        query={{ ...records, data: records.data && records.items }}
        label={t('setup.audit')}
        empty={<Empty icon={<AuditOutlined />} title={t('audit.empty')} hint={t('audit.emptyHint')} />}
      >
        {(record) => <AuditRow key={record.id} record={record} />}
      </LoadedRows>
      <MoreButton query={records} />
    </Page>
  );
}
