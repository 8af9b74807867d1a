import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation } from 'react-router';
import { hasCode } from '../shared/api/api-error';
import { describeError } from '../shared/describe-error';
import { useMe, useSignInByLink } from '../shared/session/session';
import { Loading } from '../shared/ui/states';
import { Card } from './card';

/**
 * The page behind the link that `npm start` prints. The code is after the `#`, which browsers do not send to the
 * server.
 */
export function DemoLinkPage() {
  const { t, i18n } = useTranslation();
  const { hash } = useLocation();
  const { data: me } = useMe();
  const { mutate, error } = useSignInByLink();
  const isTaken = useRef(false);
  const isOut = me === null;
  useEffect(() => {
    // The code works only once, and React runs effects twice in development.
    if (!isOut || isTaken.current) return;
    isTaken.current = true;
    mutate(hash.slice(1));
  }, [isOut, hash, mutate]);
  // Removes the code from the address, and so from the browser's history.
  if (me !== null && me !== undefined) return <Navigate to="/" replace />;
  if (error === null) return <Loading />;
  const isVoid = hasCode(error, 'unauthenticated', 'invalid_request');
  return (
    <Card
      title={t('phone.linkTitle')}
      hint={isVoid ? t('phone.linkVoid') : describeError(error, t, i18n.language)}
    >
      <Link to="/sign-in" replace>
        {t('session.signIn')}
      </Link>
    </Card>
  );
}
