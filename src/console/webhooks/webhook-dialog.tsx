import { Form, Input, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { WEBHOOK_EVENTS, WEBHOOK_FORMATS } from '../../domain/webhooks/events';
import { BY_LABEL } from '../shared/forms/find-option';
import { required, webAddress } from '../shared/forms/rules';
import { SaveDialog } from '../shared/forms/save-dialog';
import { useBrands, useChannels } from '../shared/setup/requests';
import { type NewWebhook, useAddWebhook, useChangeWebhook, type Webhook } from './requests';

type Fields = {
  readonly url: string;
  /** None: all. */
  readonly events: readonly string[];
  readonly brandIds: readonly string[];
  readonly channelIds: readonly string[];
  readonly format: Webhook['format'];
  readonly description: string;
};

/** Adds a webhook, whose secret goes to `show`. */
export function NewWebhookDialog(props: {
  readonly show: (secret: string) => void;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const add = useAddWebhook(toBody);
  return (
    <SaveDialog
      title={t('webhooks.add')}
      initialValues={{ format: 'native', events: [], brandIds: [], channelIds: [], description: '' }}
      okText={t('webhooks.add')}
      mutation={add}
      onSaved={({ secret }) => props.show(secret)}
      close={props.close}
    >
      <WebhookFields />
    </SaveDialog>
  );
}

/** Changes a webhook. */
export function ChangeWebhookDialog(props: { readonly webhook: Webhook; readonly close: () => void }) {
  const { t } = useTranslation();
  const { id, url, events, brandIds, channelIds, format, description } = props.webhook;
  const change = useChangeWebhook(id, toBody);
  return (
    <SaveDialog
      title={t('webhooks.edit')}
      initialValues={{
        url,
        events: events.includes('*') ? [] : events,
        brandIds: brandIds ?? [],
        channelIds: channelIds ?? [],
        format,
        description,
      }}
      okText={t('forms.save')}
      notice={t('forms.saved')}
      mutation={change}
      close={props.close}
    >
      <WebhookFields />
    </SaveDialog>
  );
}

function toBody({ url, events, brandIds, channelIds, format, description }: Fields): NewWebhook {
  return {
    url: url.trim(),
    events: (events.length === 0 ? ['*'] : [...events]) as NewWebhook['events'],
    brandIds: brandIds.length === 0 ? null : [...brandIds],
    channelIds: channelIds.length === 0 ? null : [...channelIds],
    format,
    description,
  };
}

function WebhookFields() {
  const { t } = useTranslation();
  const brands = useBrands();
  const channels = useChannels();
  const named = (list: readonly { readonly id: string; readonly name: string }[] | undefined) =>
    (list ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <>
      <Form.Item
        name="url"
        label={t('webhooks.url')}
        extra={t('webhooks.urlHint')}
        rules={[required(t('fieldProblems.url')), webAddress(t('fieldProblems.url'))]}
      >
        <Input autoFocus type="url" autoComplete="off" placeholder="https://" />
      </Form.Item>
      <Form.Item name="events" label={t('webhooks.events')} extra={t('webhooks.eventsHint')}>
        <Select
          mode="multiple"
          showSearch={BY_LABEL}
          placeholder={t('webhooks.allEvents')}
          options={WEBHOOK_EVENTS.map((event) => ({ value: event, label: event }))}
        />
      </Form.Item>
      <Form.Item name="brandIds" label={t('webhooks.brands')}>
        <Select
          mode="multiple"
          showSearch={BY_LABEL}
          placeholder={t('webhooks.allBrands')}
          options={named(brands.data)}
        />
      </Form.Item>
      <Form.Item name="channelIds" label={t('webhooks.channels')}>
        <Select
          mode="multiple"
          showSearch={BY_LABEL}
          placeholder={t('webhooks.allChannels')}
          options={named(channels.data)}
        />
      </Form.Item>
      <Form.Item name="format" label={t('webhooks.format')}>
        <Radio.Group
          vertical
          options={WEBHOOK_FORMATS.map((format) => ({
            value: format,
            label: t(`webhooks.format_${format}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="description" label={t('webhooks.description')}>
        <Input maxLength={500} autoComplete="off" />
      </Form.Item>
    </>
  );
}
