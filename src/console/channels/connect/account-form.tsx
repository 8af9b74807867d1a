import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChannelBody } from '../../../contracts/channels/channel';
import { api } from '../../shared/api/client';
import { FormProblem } from '../../shared/forms/form-problem';
import { useLeaveGuard } from '../../shared/forms/leave-guard';
import { SecretInput } from '../../shared/forms/secret-input';
import { useFieldErrors } from '../../shared/forms/use-field-errors';
import { useChangeChannel } from '../requests';
import css from './account-form.module.css';
import type { TypedSecrets } from './typed-secrets';

type Fields = {
  readonly originalId?: string;
  readonly appId?: string;
  readonly appSecret?: string;
  readonly token?: string;
  readonly encodingAesKey?: string;
  readonly encryption: ChannelBody['encryption'];
};
const MODES = ['safe', 'compatible', 'plain'] as const;

/** The fields that were filled in. An empty field changes nothing. */
function filled(fields: Fields): Fields {
  const entries = Object.entries(fields).map(([name, value]) => [name, value?.trim()] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && value !== '')) as Fields;
}

/** The account's details. Stored secrets are never shown: an empty field leaves them as they are. */
export function AccountForm(props: {
  readonly channel: ChannelBody;
  readonly okText: string;
  readonly saved: (typed: TypedSecrets) => void;
}) {
  const { t } = useTranslation();
  const { channel } = props;
  const { storedSecrets } = channel;
  const [form] = Form.useForm<Fields>();
  const guard = useLeaveGuard();
  const save = useChangeChannel(channel.id);
  const problem = useFieldErrors(form, save.error);
  const generate = useMutation({ mutationFn: () => api('post', '/api/v1/channels/generate') });
  const encryption = Form.useWatch('encryption', form) ?? channel.encryption;
  const fill = (name: 'token' | 'encodingAesKey'): void =>
    generate.mutate(undefined, {
      onSuccess(made) {
        form.setFields([{ name, value: made[name], errors: [] }]);
        guard.mark(true);
      },
    });
  const submit = (fields: Fields): void => {
    const body = filled(fields);
    save.mutate(body, {
      onSuccess() {
        guard.mark(false);
        const { token, encodingAesKey } = body;
        props.saved({
          ...(token === undefined ? {} : { token }),
          ...(encodingAesKey === undefined ? {} : { encodingAesKey }),
        });
        form.setFieldsValue({ appSecret: '', token: '', encodingAesKey: '' });
      },
    });
  };
  const isLive = channel.status !== 'draft';
  const isMiniProgram = channel.kind === 'mini_program';
  const needed = (isStored: boolean, message: string) => [{ required: !isStored, whitespace: true, message }];
  const secret = (name: 'appSecret' | 'token' | 'encodingAesKey', isNeeded: boolean) => (
    <Form.Item
      name={name}
      label={t(`wizard.${name}`)}
      extra={t(isMiniProgram && name === 'appSecret' ? 'wizard.appSecretHintOfMini' : `wizard.${name}Hint`)}
      rules={needed(storedSecrets[name] || !isNeeded, t(`fieldProblems.${name}`))}
    >
      <SecretInput
        label={t(`wizard.${name}`)}
        isStored={storedSecrets[name]}
        {...(name === 'appSecret' ? {} : { generate: () => fill(name) })}
      />
    </Form.Item>
  );
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      scrollToFirstError={{ focus: true }}
      initialValues={{
        originalId: channel.originalId ?? '',
        appId: channel.appId ?? '',
        // A new channel should use encryption; an existing one keeps its mode.
        encryption: isLive || channel.originalId !== null ? channel.encryption : 'safe',
      }}
      onValuesChange={() => guard.mark(true)}
      onFinish={submit}
    >
      {guard.question}
      <FormProblem problem={problem} />
      {isLive && <Alert type="info" showIcon className={css.note ?? ''} title={t('wizard.changeNote')} />}
      <Form.Item
        name="originalId"
        label={t('wizard.originalId')}
        extra={t(isMiniProgram ? 'wizard.originalIdHintOfMini' : 'wizard.originalIdHint')}
        rules={needed(false, t('fieldProblems.originalId'))}
      >
        <Input autoComplete="off" spellCheck={false} placeholder="gh_…" />
      </Form.Item>
      <Form.Item
        name="appId"
        label={t('wizard.appId')}
        extra={t(isMiniProgram ? 'wizard.appIdHintOfMini' : 'wizard.appIdHint')}
        rules={needed(false, t('fieldProblems.appId'))}
      >
        <Input autoComplete="off" spellCheck={false} placeholder="wx…" />
      </Form.Item>
      {secret('appSecret', true)}
      {secret('token', true)}
      <Form.Item name="encryption" label={t('wizard.encryption')}>
        <Radio.Group className={css.modes ?? ''}>
          {MODES.map((mode) => (
            <Radio key={mode} value={mode}>
              <strong>{t(`wizard.mode_${mode}`)}</strong>
              <span className={css.mode}>{t(`wizard.modeHint_${mode}`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      {secret('encodingAesKey', encryption !== 'plain')}
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {props.okText}
      </Button>
    </Form>
  );
}
