import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation } from 'react-router';
import { describeError } from '../shared/describe-error';
import { useSignInByProvider } from '../shared/session/session';
import { Loading } from '../shared/ui/states';
import { Card } from './card';
import { takeReturnTo } from './return-to';

/** Where the provider of single sign-on sends the browser back. Its answer counts once. */
export function ProviderPage() {
  const { t, i18n } = useTranslation();
  const { search } = useLocation();
  const { mutate, error, data } = useSignInByProvider();
  const isTaken = useRef(false);
  const [returnTo, setReturnTo] = useState<string | null>(null);
  useEffect(() => {
    // React runs effects twice in development.
    if (isTaken.current) return;
    isTaken.current = true;
    // Takes the code out of the address, and so out of the browser's history.
    window.history.replaceState(window.history.state, '', window.location.pathname);
    setReturnTo(takeReturnTo());
    mutate(search === '' ? 'error=none' : search.slice(1));
  }, [search, mutate]);
  if (data !== undefined && returnTo !== null) return <Navigate to={returnTo} replace />;
  if (error === null) {
    return (
      <main>
        <p className="visually-hidden" role="status">
          {t('signIn.finishing')}
        </p>
        <Loading />
      </main>
    );
  }
  return (
    <Card title={t('signIn.failedTitle')} hint={describeError(error, t, i18n.language)}>
      <Link to="/sign-in" replace>
        {t('signIn.again')}
      </Link>
    </Card>
  );
}
