import { Form, Input, InputNumber, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { LONGEST_URL } from '../../domain/messages/message-limits';
import { required, webAddress } from '../shared/forms/rules';
import { SecretInput } from '../shared/forms/secret-input';

const LONGEST_PROMPT = 8_000;
const MOST_HISTORY = 40;
const LONGEST_MODEL = 200;

/** A language model behind an OpenAI-compatible address. */
export function OpenAiFields({ storedSecrets }: { readonly storedSecrets: readonly string[] }) {
  const { t } = useTranslation();
  const hears = Form.useWatch<boolean | undefined>('hears') === true;
  const addressRules = [required(t('bots.fault_malformed')), webAddress(t('bots.fault_malformed'))];
  const address = <Input inputMode="url" maxLength={LONGEST_URL} placeholder="https://" autoComplete="off" />;
  return (
    <>
      <Form.Item
        name="baseUrl"
        label={t('bots.baseUrl')}
        extra={t('bots.openaiBaseUrlHint')}
        rules={addressRules}
      >
        {address}
      </Form.Item>
      <Form.Item name="apiKey" label={t('bots.apiKey')} extra={t('bots.openaiKeyHint')}>
        <SecretInput label={t('bots.apiKey')} isStored={storedSecrets.includes('apiKey')} isOptional />
      </Form.Item>
      <Form.Item
        name="model"
        label={t('bots.model')}
        extra={t('bots.modelHint')}
        rules={[required(t('bots.modelRule'))]}
      >
        <Input maxLength={LONGEST_MODEL} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item name="systemPrompt" label={t('bots.systemPrompt')} extra={t('bots.systemPromptHint')}>
        <Input.TextArea autoSize={{ minRows: 4, maxRows: 16 }} maxLength={LONGEST_PROMPT} />
      </Form.Item>
      <Form.Item
        name="historyMessages"
        label={t('bots.historyMessages')}
        extra={t('bots.historyMessagesHint', { most: MOST_HISTORY })}
        rules={[
          {
            required: true,
            type: 'integer',
            min: 0,
            max: MOST_HISTORY,
            message: t('forms.between', { min: 0, max: MOST_HISTORY }),
          },
        ]}
      >
        <InputNumber precision={0} />
      </Form.Item>
      <Form.Item
        name="temperature"
        label={t('bots.temperature')}
        extra={t('bots.temperatureHint')}
        rules={[{ type: 'number', min: 0, max: 2, message: t('forms.between', { min: 0, max: 2 }) }]}
      >
        <InputNumber step={0.1} />
      </Form.Item>
      <Form.Item name="vision" label={t('bots.vision')} extra={t('bots.visionHint')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="hears" label={t('bots.hears')} extra={t('bots.hearsHint')} valuePropName="checked">
        <Switch />
      </Form.Item>
      {hears && (
        <>
          <Form.Item
            name={['transcription', 'baseUrl']}
            label={t('bots.hearingBaseUrl')}
            extra={t('bots.hearingBaseUrlHint')}
            rules={addressRules}
          >
            {address}
          </Form.Item>
          <Form.Item name={['transcription', 'apiKey']} label={t('bots.hearingKey')}>
            <SecretInput
              label={t('bots.hearingKey')}
              isStored={storedSecrets.includes('transcriptionApiKey')}
              isOptional
            />
          </Form.Item>
          <Form.Item
            name={['transcription', 'model']}
            label={t('bots.hearingModel')}
            rules={[required(t('bots.modelRule'))]}
          >
            <Input maxLength={LONGEST_MODEL} autoComplete="off" spellCheck={false} />
          </Form.Item>
        </>
      )}
    </>
  );
}
