import { Form, Radio, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { CHANNEL_KINDS, type ChannelKind } from '../../../domain/channel-kinds';
import type { ChannelSettings } from '../../../domain/settings';
import { api } from '../../shared/api/client';
import { BY_LABEL } from '../../shared/forms/find-option';
import { NameField } from '../../shared/forms/name-field';
import { SaveDialog } from '../../shared/forms/save-dialog';
import { useBrands, useSetupMutation } from '../../shared/setup/requests';
import { AnchorChoice } from '../anchor-choice';

type Fields = {
  readonly brandId: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly settings: Pick<ChannelSettings, 'windowAnchor'>;
};

/** WeChat's own way to count. The API's default stays the other one (docs/rules.md#11). */
const PRESELECTED = { kind: 'official_account', settings: { windowAnchor: 'last-inbound' } } as const;

/**
 * Creates a draft with brand, kind, name and messaging window; the wizard continues from there. If there is only one brand,
 * it is preselected.
 */
export function NewChannelDialog({ close }: { readonly close: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const brands = useBrands();
  const [form] = Form.useForm<Fields>();
  const create = useSetupMutation((body: Fields) => api('post', '/api/v1/channels', { body }));
  const options = (brands.data ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const onlyBrandId = options.length === 1 ? options[0]?.value : undefined;
  useEffect(() => {
    if (onlyBrandId !== undefined && !form.isFieldTouched('brandId'))
      form.setFieldValue('brandId', onlyBrandId);
  }, [form, onlyBrandId]);
  return (
    <SaveDialog
      title={t('channels.connect')}
      form={form}
      okText={t('wizard.begin')}
      mutation={create}
      initialValues={PRESELECTED}
      onSaved={({ id }) => void navigate(`/setup/channels/${id}/connect`)}
      close={close}
    >
      <Form.Item
        name="brandId"
        label={t('wizard.brand')}
        extra={
          brands.data?.length === 0 ? (
            <Link to="/setup/brands">{t('wizard.brandFirst')}</Link>
          ) : (
            t('wizard.brandHint')
          )
        }
        rules={[{ required: true, message: t('wizard.brandMissing') }]}
      >
        <Select autoFocus loading={brands.isPending} showSearch={BY_LABEL} options={options} />
      </Form.Item>
      <Form.Item name="kind" label={t('channels.kind')} extra={t('channels.kindHint')}>
        <Radio.Group
          vertical
          options={CHANNEL_KINDS.map((kind) => ({ value: kind, label: t(`channels.kind_${kind}`) }))}
        />
      </Form.Item>
      <NameField hint={t('wizard.nameHint')} />
      <AnchorChoice />
    </SaveDialog>
  );
}
