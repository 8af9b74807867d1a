import { Button, Divider, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export type PasswordFields = { readonly email: string; readonly password: string };

/**
 * E-mail address and password. If the button of a provider stands above it, this is the second way; if passwords are off
 * (`isMain` is false), it is shown only on demand, for the one administrator who may use it.
 */
export function PasswordForm(props: {
  readonly isMain: boolean;
  readonly hasProvider: boolean;
  readonly email: string | undefined;
  readonly takesFocus: boolean;
  readonly isPending: boolean;
  readonly submit: (fields: PasswordFields) => void;
}) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(props.isMain);
  const { email, hasProvider } = props;
  if (!isOpen) {
    return (
      <Button type="link" block style={{ marginTop: 16 }} onClick={() => setOpen(true)}>
        {t('signIn.emergency')}
      </Button>
    );
  }
  return (
    <>
      {hasProvider && <Divider plain>{t('signIn.or')}</Divider>}
      {!props.isMain && <p style={{ marginBottom: 16 }}>{t('signIn.emergencyHint')}</p>}
      <Form<PasswordFields>
        layout="vertical"
        requiredMark={false}
        initialValues={{ email: email ?? '' }}
        onFinish={props.submit}
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
            autoFocus={email === undefined && props.takesFocus && !hasProvider}
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
            autoFocus={email !== undefined && !hasProvider}
          />
        </Form.Item>
        <Button
          type={hasProvider ? 'default' : 'primary'}
          size="large"
          htmlType="submit"
          block
          loading={props.isPending}
        >
          {t('session.signIn')}
        </Button>
      </Form>
    </>
  );
}
