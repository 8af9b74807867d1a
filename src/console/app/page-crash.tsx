import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { isRouteErrorResponse, Link, useRouteError } from 'react-router';

/** Shown instead of a page whose code failed or could not be loaded. */
export function PageCrash() {
  const { t } = useTranslation();
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  return (
    <main>
      <div role="alert">
        <Result
          status="error"
          title={t('common.crashTitle')}
          subTitle={t('common.crashHint')}
          extra={
            <Button type="primary" onClick={() => window.location.reload()}>
              {t('common.reload')}
            </Button>
          }
        />
      </div>
    </main>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main>
      <Result
        status="info"
        title={t('common.notFoundTitle')}
        subTitle={t('common.notFoundHint')}
        extra={<Link to="/inbox">{t('common.toInbox')}</Link>}
      />
    </main>
  );
}
