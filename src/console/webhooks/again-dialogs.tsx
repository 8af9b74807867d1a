import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { SaveDialog } from '../shared/forms/save-dialog';
import { notify } from '../shared/notify';
import { useDurationWords } from '../shared/time/duration-words';
import { useReplayWebhook, useRotateWebhook } from './requests';

const HOUR_SECONDS = 3_600;
const GRACES = [0, 1, 24, 72, 168] as const;
const SPANS = [1, 6, 24, 72, 168, 720] as const;

/** A new secret; the former one signs beside it for a while. */
export function RotateDialog(props: {
  readonly webhookId: string;
  readonly show: (secret: string) => void;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const words = useDurationWords();
  const rotate = useRotateWebhook(props.webhookId);
  return (
    <SaveDialog
      title={t('webhooks.rotate')}
      initialValues={{ graceHours: 24 }}
      okText={t('webhooks.rotateNow')}
      mutation={rotate}
      onSaved={({ secret }) => props.show(secret)}
      close={props.close}
    >
      <Form.Item name="graceHours" label={t('webhooks.grace')} extra={t('webhooks.graceHint')}>
        <Select
          options={GRACES.map((hours) => ({
            value: hours,
            label: hours === 0 ? t('webhooks.noGrace') : words(hours * HOUR_SECONDS),
          }))}
        />
      </Form.Item>
    </SaveDialog>
  );
}

/** Sends anew what has happened in the last hours or days. */
export function ReplayDialog(props: { readonly webhookId: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const words = useDurationWords();
  const replay = useReplayWebhook(props.webhookId);
  return (
    <SaveDialog
      title={t('webhooks.replay')}
      initialValues={{ hours: 24 }}
      okText={t('webhooks.replayNow')}
      mutation={replay}
      onSaved={() => {
        notify({ kind: 'success', title: t('webhooks.replayBegins') });
        props.close();
      }}
      close={props.close}
    >
      <Form.Item name="hours" label={t('webhooks.span')} extra={t('webhooks.spanHint')}>
        <Select options={SPANS.map((hours) => ({ value: hours, label: words(hours * HOUR_SECONDS) }))} />
      </Form.Item>
    </SaveDialog>
  );
}
