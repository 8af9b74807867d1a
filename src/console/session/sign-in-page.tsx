import { Alert } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import { hasCode } from '../shared/api/api-error';
import { FormProblem } from '../shared/forms/form-problem';
import { useGoToProvider, useHasEnded, useMe, useSignIn, useWaysToSignIn } from '../shared/session/session';
import { Loading } from '../shared/ui/states';
import { Card } from './card';
import { CodeForm } from './code-form';
import { type PasswordFields, PasswordForm } from './password-form';
import { ProviderButton } from './provider-button';
import { keepReturnTo } from './return-to';

/** The page for people who are not signed in: by the company's account, by password, or both. */
export function SignInPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const ways = useWaysToSignIn();
  const signIn = useSignIn();
  const goToProvider = useGoToProvider();
  const hasEnded = useHasEnded();
  /** The password was right, and a code is needed. */
  const [typed, setTyped] = useState<PasswordFields | null>(null);
  const { state } = useLocation() as {
    readonly state: { readonly from?: string; readonly note?: 'accepted'; readonly email?: string } | null;
  };
  if (me !== null && me !== undefined) return <Navigate to={state?.from ?? '/inbox'} replace />;
  if (ways.isPending) return <Loading />;
  const error = signIn.error ?? goToProvider.error;
  const submit = (fields: PasswordFields & { readonly code?: string }): void => {
    goToProvider.reset();
    signIn.mutate(fields, {
      onError(problem) {
        if (hasCode(problem, 'two_factor_required'))
          setTyped({ email: fields.email, password: fields.password });
        if (hasCode(problem, 'unauthenticated')) setTyped(null);
      },
    });
  };
  if (typed !== null) {
    return (
      <CodeForm
        error={signIn.error}
        isPending={signIn.isPending}
        submit={(code) => submit({ ...typed, code })}
        cancel={() => {
          signIn.reset();
          setTyped(null);
        }}
      />
    );
  }
  const provider = ways.data?.provider ?? null;
  return (
    <Card title={t('session.signInTitle')} hint={t('session.signInHint')}>
      {state?.note === 'accepted' && error === null && (
        <Alert type="success" showIcon title={t('session.accepted')} style={{ marginBottom: 16 }} />
      )}
      {hasEnded && error === null && (
        <Alert type="info" showIcon role="alert" title={t('session.ended')} style={{ marginBottom: 16 }} />
      )}
      <FormProblem problem={isWrongPassword(error) ? t('session.wrong') : error} />
      {provider !== null && (
        <ProviderButton
          name={provider.name}
          isPending={goToProvider.isPending || goToProvider.isSuccess}
          go={() => {
            signIn.reset();
            keepReturnTo(state?.from ?? '/inbox');
            goToProvider.mutate();
          }}
        />
      )}
      <PasswordForm
        isMain={ways.data?.password !== false}
        hasProvider={provider !== null}
        email={state?.email}
        // What an operator is writing when the session ends must not continue here.
        takesFocus={!hasEnded}
        isPending={signIn.isPending}
        submit={submit}
      />
    </Card>
  );
}

/** Other refusals of a sign-in say why. */
function isWrongPassword(error: Error | null): boolean {
  return hasCode(error, 'unauthenticated') && error.problem?.['reason'] === undefined;
}
