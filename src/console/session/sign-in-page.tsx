import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation } from 'react-router';
import { hasCode } from '../shared/api/api-error';
import { FormProblem } from '../shared/forms/form-problem';
import { useHasEnded, useMe, useSignIn } from '../shared/session/session';
import { Card } from './card';

type Fields = { readonly email: string; readonly password: string };

export function SignInPage() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const signIn = useSignIn();
  const hasEnded = useHasEnded();
  const { state } = useLocation() as {
    readonly state: { readonly from?: string; readonly note?: 'accepted'; readonly email?: string } | null;
  };
  if (me !== null && me !== undefined) return <Navigate to={state?.from ?? '/inbox'} replace />;
  const { error } = signIn;
  return (
    <Card title={t('session.signInTitle')} hint={t('session.signInHint')}>
      {state?.note === 'accepted' && error === null && (
        <Alert type="success" showIcon title={t('session.accepted')} style={{ marginBottom: 16 }} />
      )}
      {hasEnded && error === null && (
        <Alert type="info" showIcon role="alert" title={t('session.ended')} style={{ marginBottom: 16 }} />
      )}
      <FormProblem problem={hasCode(error, 'unauthenticated') ? t('session.wrong') : error} />
      <Form<Fields>
        layout="vertical"
        requiredMark={false}
        initialValues={{ email: state?.email ?? '' }}
        onFinish={(fields) => signIn.mutate(fields)}
      >
        <Form.Item
          name="email"
          label={t('session.email')}
          rules={[{ required: true, message: t('session.emailMissing') }]}
        >
          <Input
            size="large"
            type="email"
            autoComplete="username"
            // What an operator is writing when the session ends must not continue here.
            autoFocus={state?.email === undefined && !hasEnded}
          />
        </Form.Item>
        <Form.Item
          name="password"
          label={t('session.password')}
          rules={[{ required: true, message: t('session.passwordMissing') }]}
        >
          <Input.Password
            size="large"
            autoComplete="current-password"
            autoFocus={state?.email !== undefined}
          />
        </Form.Item>
        <Button type="primary" size="large" htmlType="submit" block loading={signIn.isPending}>
          {t('session.signIn')}
        </Button>
      </Form>
    </Card>
  );
}
