import { Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useNavigate } from 'react-router';
import { CurrentPasswordItem } from '../shared/forms/current-password-item';
import { FormProblem } from '../shared/forms/form-problem';
import { notify } from '../shared/notify';
import { useChangePassword, useMe } from '../shared/session/session';
import { Failed, Loading } from '../shared/ui/states';
import { Card } from './card';
import { NewPasswordFields } from './new-password-fields';

type Fields = { readonly currentPassword: string; readonly newPassword: string };

/** Changes the operator's password: because they want to, or because they must before they can continue. */
export function PasswordPage() {
  const { t } = useTranslation();
  const { data: me, error: failure, refetch } = useMe();
  const change = useChangePassword();
  const navigate = useNavigate();
  const { state } = useLocation() as { readonly state: { readonly from?: string } | null };
  if (me === undefined) return failure === null ? <Loading /> : <Failed error={failure} retry={refetch} />;
  if (me === null) return <Navigate to="/sign-in" replace state={{ from: '/password' }} />;
  const submit = ({ currentPassword, newPassword }: Fields): void =>
    change.mutate(
      { currentPassword, newPassword },
      {
        onSuccess() {
          notify({ kind: 'success', title: t('session.changed') });
          void navigate(state?.from ?? '/inbox', { replace: true });
        },
      },
    );
  return (
    <Card
      title={t('session.changeTitle')}
      hint={me.mustChangePassword ? t('session.changeForced') : `${me.name} · ${me.email}`}
    >
      <FormProblem problem={change.error} />
      <Form<Fields> layout="vertical" requiredMark={false} onFinish={submit}>
        <CurrentPasswordItem isLarge />
        <NewPasswordFields own={[me.email, me.name]} />
        <Button type="primary" size="large" htmlType="submit" block loading={change.isPending}>
          {t('session.change')}
        </Button>
        {!me.mustChangePassword && (
          <p style={{ marginTop: 12, textAlign: 'center' }}>
            <Link to={state?.from ?? '/inbox'}>{t('common.back')}</Link>
          </p>
        )}
      </Form>
    </Card>
  );
}
