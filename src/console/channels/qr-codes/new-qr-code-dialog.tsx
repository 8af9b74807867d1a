import { Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  LONGEST_QR_CODE_SECONDS,
  LONGEST_SCENE,
  QR_CODE_KINDS,
  type QrCodeKind,
} from '../../../domain/qr-code';
import { DurationInput } from '../../shared/forms/duration-input';
import { FormDialog } from '../../shared/forms/form-dialog';
import { notify } from '../../shared/notify';
import { useDurationWords } from '../../shared/time/duration-words';
import { GreetingItem } from './greeting-item';
import { useCreateQrCode } from './requests';

type Fields = {
  readonly name: string;
  readonly scene: string;
  readonly kind: QrCodeKind;
  readonly expiresInSeconds?: number | null;
  readonly greeting?: string;
};
const WEEK_SECONDS = 604_800;
const SHORTEST_SECONDS = 60;

/** Asks WeChat for a QR code. */
export function NewQrCodeDialog({
  channelId,
  close,
}: {
  readonly channelId: string;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const words = useDurationWords();
  const [form] = Form.useForm<Fields>();
  const create = useCreateQrCode(channelId);
  const kind = Form.useWatch('kind', form) ?? 'permanent';
  const submit = ({ name, scene, greeting, expiresInSeconds, ...fields }: Fields): void => {
    const common = { name, scene, greeting: greeting === undefined || greeting === '' ? null : greeting };
    const body =
      fields.kind === 'temporary'
        ? { kind: fields.kind, expiresInSeconds: expiresInSeconds ?? WEEK_SECONDS, ...common }
        : { kind: fields.kind, ...common };
    create.mutate(body, {
      onSuccess() {
        notify({ kind: 'success', title: t('qrCodes.made') });
        close();
      },
    });
  };
  const range = { min: words(SHORTEST_SECONDS), max: words(LONGEST_QR_CODE_SECONDS) };
  return (
    <FormDialog<Fields>
      title={t('qrCodes.add')}
      form={form}
      initialValues={{ kind: 'permanent', expiresInSeconds: WEEK_SECONDS }}
      okText={t('qrCodes.make')}
      isPending={create.isPending}
      error={create.error}
      submit={submit}
      close={close}
    >
      <Form.Item
        name="name"
        label={t('forms.name')}
        rules={[{ required: true, whitespace: true, message: t('fieldProblems.name') }]}
      >
        <Input autoFocus maxLength={100} />
      </Form.Item>
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
      <GreetingItem />
    </FormDialog>
  );
}
