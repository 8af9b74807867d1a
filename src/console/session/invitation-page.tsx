import { useMutation } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { hasCode } from '../shared/api/api-error';
import { api } from '../shared/api/client';
import { FormProblem } from '../shared/forms/form-problem';
import { Card } from './card';
import { NewPasswordFields } from './new-password-fields';

/** The page behind an invitation link. The secret is after the `#`, which browsers do not send to the server. */
export function InvitationPage() {
  const { t } = useTranslation();
  const token = useLocation().hash.slice(1);
  const navigate = useNavigate();
  const accept = useMutation({
    mutationFn: (password: string) =>
      api('post', '/api/v1/invitations/accept', { body: { token, password } }),
    meta: { showsErrors: true },
    onSuccess: () => navigate('/sign-in', { replace: true, state: { note: 'accepted' } }),
  });
  const { error } = accept;
  const problem =
    token === ''
      ? t('session.invitationMissing')
      : hasCode(error, 'not_found')
        ? t('session.invitationVoid')
        : error;
  return (
    <Card title={t('session.invitationTitle')} hint={t('session.invitationHint')}>
      <FormProblem problem={problem} />
      <Form<{ readonly newPassword: string }>
        layout="vertical"
        requiredMark={false}
        disabled={token === ''}
        onFinish={({ newPassword }) => accept.mutate(newPassword)}
      >
        <NewPasswordFields />
        <Button type="primary" size="large" htmlType="submit" block loading={accept.isPending}>
          {t('session.accept')}
        </Button>
      </Form>
    </Card>
  );
}
