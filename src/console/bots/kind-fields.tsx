/** The fields of each kind of bot that asks a server, with where their values are found. */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BotKind } from '../../contracts/bots/bot';
import { LONGEST_URL } from '../../domain/messages/message-limits';
import { required, webAddress } from '../shared/forms/rules';
import { SecretInput } from '../shared/forms/secret-input';
import css from './bots.module.css';
import { newWebhookSecret } from './new-webhook-secret';
import { OpenAiFields } from './openai-fields';

type FieldsProps = { readonly storedSecrets: readonly string[] };

/** The address at which a bot is asked. */
function AddressField(props: { readonly name: string; readonly label: string; readonly hint: string }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={props.name}
      label={props.label}
      extra={props.hint}
      rules={[required(t('bots.fault_malformed')), webAddress(t('bots.fault_malformed'))]}
    >
      <Input inputMode="url" maxLength={LONGEST_URL} placeholder="https://" autoComplete="off" />
    </Form.Item>
  );
}

function DifyFields({ storedSecrets }: FieldsProps) {
  const { t } = useTranslation();
  const isStored = storedSecrets.includes('apiKey');
  return (
    <>
      <AddressField name="baseUrl" label={t('bots.baseUrl')} hint={t('bots.difyBaseUrlHint')} />
      <Form.Item
        name="apiKey"
        label={t('bots.apiKey')}
        extra={t('bots.difyKeyHint')}
        rules={isStored ? [] : [required(t('bots.keyFault'))]}
      >
        <SecretInput label={t('bots.apiKey')} isStored={isStored} />
      </Form.Item>
      <Form.List name="inputs">
        {(fields, { add, remove }) => (
          <fieldset className={css.list}>
            <legend>{t('bots.inputs')}</legend>
            <p className={css.hint}>{t('bots.inputsHint')}</p>
            {fields.map(({ key, name }) => (
              <div key={key} className={css.pair}>
                <Form.Item className={css.field ?? ''} name={[name, 'name']}>
                  <Input
                    aria-label={t('bots.inputName', { number: name + 1 })}
                    placeholder={t('bots.inputName', { number: name + 1 })}
                    maxLength={100}
                  />
                </Form.Item>
                <Form.Item className={css.field ?? ''} name={[name, 'value']}>
                  <Input aria-label={t('bots.inputValue', { number: name + 1 })} maxLength={2000} />
                </Form.Item>
                <Button
                  type="text"
                  danger
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={t('bots.removeInput', { number: name + 1 })}
                  onClick={() => remove(name)}
                />
              </div>
            ))}
            <Button type="dashed" icon={<PlusOutlined aria-hidden />} onClick={() => add({})}>
              {t('bots.addInput')}
            </Button>
          </fieldset>
        )}
      </Form.List>
    </>
  );
}

function WebhookFields({ storedSecrets }: FieldsProps) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const isStored = storedSecrets.includes('secret');
  const generate = (): void => {
    form.setFields([{ name: 'secret', value: newWebhookSecret(), errors: [], touched: true }]);
  };
  return (
    <>
      <AddressField name="url" label={t('bots.url')} hint={t('bots.webhookUrlHint')} />
      <Form.Item
        name="secret"
        label={t('bots.secret')}
        extra={t('bots.secretHint')}
        rules={isStored ? [] : [required(t('bots.secretFault'))]}
      >
        <SecretInput label={t('bots.secret')} isStored={isStored} generate={generate} />
      </Form.Item>
    </>
  );
}

function SalesiqFields() {
  const { t } = useTranslation();
  return <AddressField name="url" label={t('bots.url')} hint={t('bots.salesiqUrlHint')} />;
}

export const KIND_FIELDS: Readonly<Record<Exclude<BotKind, 'rules'>, (props: FieldsProps) => ReactNode>> = {
  openai: OpenAiFields,
  dify: DifyFields,
  webhook: WebhookFields,
  salesiq: SalesiqFields,
};
