import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { hasCode } from '../shared/api/api-error';
import { api } from '../shared/api/client';
import { FormProblem } from '../shared/forms/form-problem';
import { useSignIn } from '../shared/session/session';
import { Card } from './card';
import { NewPasswordFields } from './new-password-fields';

/** The page behind an invitation link. The secret is after the `#`, which browsers do not send to the server. */
export function InvitationPage() {
  const { t } = useTranslation();
  const token = useLocation().hash.slice(1);
  const navigate = useNavigate();
  const signIn = useSignIn();
  const invited = useQuery({
    queryKey: ['invitation', token],
    enabled: token !== '',
    queryFn: ({ signal }) => api('post', '/api/v1/invitations/view', { body: { token }, signal }),
    retry: false,
    meta: { showsErrors: true },
  });
  const email = invited.data?.email ?? '';
  const accept = useMutation({
    mutationFn: async (password: string) => {
      await api('post', '/api/v1/invitations/accept', { body: { token, password } });
      // The password counts from here on. If signing in fails, they can do it themselves, on the page for it.
      return signIn.mutateAsync({ email, password }).catch(() => null);
    },
    meta: { showsErrors: true },
    onSuccess: (me) =>
      me === null
        ? navigate('/sign-in', { replace: true, state: { note: 'accepted', email } })
        : navigate('/inbox', { replace: true }),
  });
  const error = accept.error ?? invited.error;
  const isVoid = hasCode(error, 'not_found');
  const problem =
    token === '' ? t('session.invitationMissing') : isVoid ? t('session.invitationVoid') : error;
  return (
    <Card title={t('session.invitationTitle')} hint={t('session.invitationHint')}>
      <FormProblem problem={problem} />
      {isVoid && (
        <p style={{ marginBottom: 16 }}>
          <Link to="/sign-in">{t('session.toSignIn')}</Link>
        </p>
      )}
      <Form<{ readonly newPassword: string }>
        layout="vertical"
        requiredMark={false}
        disabled={invited.data === undefined}
        onFinish={({ newPassword }) => accept.mutate(newPassword)}
      >
        <Form.Item label={t('session.email')} htmlFor="invited-email">
          <Input
            id="invited-email"
            size="large"
            type="email"
            autoComplete="username"
            readOnly
            value={email}
          />
        </Form.Item>
        <NewPasswordFields own={invited.data === undefined ? [] : [email, invited.data.name]} />
        <Button type="primary" size="large" htmlType="submit" block loading={accept.isPending}>
          {t('session.accept')}
        </Button>
      </Form>
    </Card>
  );
}
