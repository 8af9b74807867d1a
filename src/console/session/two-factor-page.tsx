import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useNavigate } from 'react-router';
import type { TwoFactorSetUpBody } from '../../contracts/people/two-factor';
import { api } from '../shared/api/client';
import { CodeItem } from '../shared/forms/code-item';
import { CurrentPasswordItem } from '../shared/forms/current-password-item';
import { FormProblem } from '../shared/forms/form-problem';
import { useMe } from '../shared/session/session';
import { CopyField } from '../shared/ui/copy-field';
import { RecoveryCodes } from '../shared/ui/recovery-codes';
import { Failed, Loading } from '../shared/ui/states';
import { Card } from './card';
import css from './two-factor-page.module.css';

/** Sets up a second factor, in three steps: because they want to, or because they must before they can continue. */
export function TwoFactorPage() {
  const { t } = useTranslation();
  const { data: me, error: failure, refetch } = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { state } = useLocation() as { readonly state: { readonly from?: string } | null };
  const [started, setStarted] = useState<TwoFactorSetUpBody | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (me === undefined) return failure === null ? <Loading /> : <Failed error={failure} retry={refetch} />;
  if (me === null) return <Navigate to="/sign-in" replace state={{ from: '/two-factor' }} />;
  const leave = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: ['me'] });
    void client.invalidateQueries({ queryKey: ['two-factor'] });
    await navigate(state?.from ?? '/inbox', { replace: true });
  };
  if (codes !== null) {
    return (
      <Card title={t('signIn.codesTitle')} hint={t('signIn.codesHint')}>
        <RecoveryCodes codes={codes} />
        <Button type="primary" size="large" block onClick={() => void leave()}>
          {t('signIn.codesKept')}
        </Button>
      </Card>
    );
  }
  return (
    <Card
      title={t('signIn.twoFactor')}
      hint={me.mustSetUpTwoFactor ? t('signIn.setUpForced') : t('signIn.setUpHint')}
    >
      {started === null ? <PasswordStep done={setStarted} /> : <CodeStep started={started} done={setCodes} />}
      {!me.mustSetUpTwoFactor && (
        <p className={css.back}>
          <Link to={state?.from ?? '/inbox'}>{t('common.back')}</Link>
        </p>
      )}
    </Card>
  );
}

function PasswordStep({ done }: { readonly done: (started: TwoFactorSetUpBody) => void }) {
  const { t } = useTranslation();
  const start = useMutation({
    mutationFn: (body: { readonly currentPassword: string }) =>
      api('post', '/api/v1/me/two-factor', { body }),
    meta: { showsErrors: true },
    onSuccess: done,
  });
  return (
    <Form layout="vertical" requiredMark={false} onFinish={start.mutate}>
      <FormProblem problem={start.error} />
      <CurrentPasswordItem hint={t('signIn.passwordStep')} isLarge />
      <Button type="primary" size="large" htmlType="submit" block loading={start.isPending}>
        {t('signIn.begin')}
      </Button>
    </Form>
  );
}

function CodeStep({
  started,
  done,
}: {
  readonly started: TwoFactorSetUpBody;
  readonly done: (codes: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const confirm = useMutation({
    mutationFn: (body: { readonly code: string }) => api('post', '/api/v1/me/two-factor/confirm', { body }),
    meta: { showsErrors: true },
    onSuccess: ({ recoveryCodes }) => done(recoveryCodes),
  });
  return (
    <Form layout="vertical" requiredMark={false} onFinish={confirm.mutate}>
      <p>{t('signIn.scanStep')}</p>
      <img className={css.picture} src={started.qrCode} alt={t('signIn.qrCode')} width="200" height="200" />
      <p className={css.label}>{t('signIn.secret')}</p>
      <CopyField label={t('signIn.secret')} value={started.secret} />
      <div className={css.code}>
        <FormProblem problem={confirm.error} />
        <CodeItem isLarge />
      </div>
      <Button type="primary" size="large" htmlType="submit" block loading={confirm.isPending}>
        {t('signIn.turnOn')}
      </Button>
    </Form>
  );
}
