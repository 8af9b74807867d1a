import { useTranslation } from 'react-i18next';
import { Outlet, useSearchParams } from 'react-router';
import { useSignedInMe } from '../shared/session/session';
import { Page } from '../shared/ui/page';
import { PageTabs } from '../shared/ui/page-tabs';
import { addressWith } from './report-filter';
import css from './reports.module.css';

const PARTS: readonly {
  readonly to: 'summary' | 'live' | 'heatmap' | 'reach' | 'operators' | 'losses';
  readonly onlyAdministrators?: true;
}[] = [
  { to: 'summary' },
  { to: 'live' },
  { to: 'heatmap' },
  { to: 'reach' },
  { to: 'operators', onlyAdministrators: true },
  { to: 'losses', onlyAdministrators: true },
];

/** The frame around the reports. Their filters go along from one to the other. */
export function ReportsPage() {
  const { t } = useTranslation();
  const isAdministrator = useSignedInMe().role === 'administrator';
  const [search] = useSearchParams();
  const tabs = PARTS.filter(({ onlyAdministrators }) => isAdministrator || onlyAdministrators !== true);
  return (
    <main className={css.main}>
      <Page title={t('shell.reports')} hint={t('reports.hint')}>
        <PageTabs
          label={t('shell.reports')}
          tabs={tabs.map(({ to }) => ({
            to: addressWith(`/reports/${to}`, search),
            words: t(`reports.page_${to}`),
          }))}
        />
        <Outlet />
      </Page>
    </main>
  );
}
