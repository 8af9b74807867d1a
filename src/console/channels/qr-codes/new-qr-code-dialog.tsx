import { Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ChannelBody } from '../../../contracts/channels/channel';
import {
  LONGEST_QR_CODE_SECONDS,
  LONGEST_SCENE,
  QR_CODE_KINDS,
  type QrCodeKind,
} from '../../../domain/qr-code';
import { api } from '../../shared/api/client';
import { DurationInput } from '../../shared/forms/duration-input';
import { NameField } from '../../shared/forms/name-field';
import { SaveDialog } from '../../shared/forms/save-dialog';
import { useSetupMutation } from '../../shared/setup/requests';
import { useDurationWords } from '../../shared/time/duration-words';
import { GreetingField, greetingOf } from './greeting-field';
import { QrCodeGroupField } from './group-field';

type Fields = {
  readonly name: string;
  readonly scene: string;
  readonly kind: QrCodeKind;
  readonly expiresInSeconds?: number | null;
  readonly greeting?: string;
  readonly groupId: string | null;
};
const WEEK_SECONDS = 604_800;
const SHORTEST_SECONDS = 60;

/** Creates a QR code through WeChat. */
export function NewQrCodeDialog({
  channel,
  close,
}: {
  readonly channel: ChannelBody;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const words = useDurationWords();
  const [form] = Form.useForm<Fields>();
  const create = useSetupMutation((fields: Fields) =>
    api('post', '/api/v1/channels/{id}/qr-codes', { params: { id: channel.id }, body: toBody(fields) }),
  );
  const kind = Form.useWatch('kind', form) ?? 'permanent';
  const range = { min: words(SHORTEST_SECONDS), max: words(LONGEST_QR_CODE_SECONDS) };
  return (
    <SaveDialog
      title={t('qrCodes.add')}
      form={form}
      initialValues={{ kind: 'permanent', expiresInSeconds: WEEK_SECONDS, groupId: null }}
      okText={t('qrCodes.make')}
      mutation={create}
      notice={t('qrCodes.made')}
      close={close}
    >
      <NameField autoFocus />
      <Form.Item
        name="scene"
        label={t('qrCodes.sceneName')}
        extra={t('qrCodes.sceneHint', { longest: LONGEST_SCENE })}
        rules={[{ required: true, whitespace: true, max: LONGEST_SCENE, message: t('fieldProblems.scene') }]}
      >
        <Input autoComplete="off" />
      </Form.Item>
      <Form.Item name="kind" label={t('qrCodes.kind')}>
        <Radio.Group
          vertical
          options={QR_CODE_KINDS.map((one) => ({ value: one, label: t(`qrCodes.kindLong_${one}`) }))}
        />
      </Form.Item>
      {kind === 'temporary' && (
        <Form.Item
          name="expiresInSeconds"
          label={t('qrCodes.life')}
          extra={t('forms.between', range)}
          rules={[
            {
              required: true,
              type: 'number',
              min: SHORTEST_SECONDS,
              max: LONGEST_QR_CODE_SECONDS,
              message: t('forms.between', range),
            },
          ]}
        >
          <DurationInput label={t('qrCodes.life')} units={['minutes', 'hours', 'days']} />
        </Form.Item>
      )}
      <GreetingField />
      <QrCodeGroupField brandId={channel.brandId} />
    </SaveDialog>
  );
}

function toBody({ name, scene, kind, expiresInSeconds, greeting, groupId }: Fields) {
  const common = { name, scene, greeting: greetingOf({ greeting }), groupId };
  return kind === 'temporary'
    ? { kind, expiresInSeconds: expiresInSeconds ?? WEEK_SECONDS, ...common }
    : { kind, ...common };
}
