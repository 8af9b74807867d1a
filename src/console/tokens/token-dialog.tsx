import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { TokenScope } from '../../domain/token-scopes';
import { api } from '../shared/api/client';
import { BY_LABEL } from '../shared/forms/find-option';
import { NameField } from '../shared/forms/name-field';
import { passTabOn } from '../shared/forms/pass-tab-on';
import { SaveDialog } from '../shared/forms/save-dialog';
import { useSignedInMe } from '../shared/session/session';
import { useBrands, useOperators, useSetupMutation } from '../shared/setup/requests';
import { useDurationWords } from '../shared/time/duration-words';
import { TokenScopes } from './token-scopes';

const DAY_SECONDS = 86_400;
/** For how many days a token may be valid; 0 means without end. */
const LIVES = [7, 30, 90, 365, 0] as const;

type Fields = {
  readonly name: string;
  readonly operatorId: string;
  readonly scopes: TokenScope[];
  readonly brandIds: string[];
  readonly days: number;
};

/** Creates an API token and passes its secret to `show`. */
export function TokenDialog(props: { readonly show: (secret: string) => void; readonly close: () => void }) {
  const { t } = useTranslation();
  const words = useDurationWords();
  const me = useSignedInMe();
  const operators = useOperators();
  const brands = useBrands();
  const [form] = Form.useForm<Fields>();
  const operatorId = Form.useWatch('operatorId', form) ?? me.id;
  const isLimited = (Form.useWatch('brandIds', form) ?? []).length > 0;
  const whose = operators.data?.find(({ id }) => id === operatorId) ?? me;
  const isAdministrators = whose.role === 'administrator';
  const canAdminister = isAdministrators && !isLimited;
  const create = useSetupMutation(({ name, scopes, brandIds, days, ...rest }: Fields) =>
    api('post', '/api/v1/tokens', {
      body: {
        ...rest,
        name,
        scopes: scopes.filter((scope) => scope !== 'admin' || canAdminister),
        ...(brandIds.length === 0 ? {} : { brandIds }),
        ...(days === 0 ? {} : { expiresInDays: days }),
      },
    }),
  );
  const seen = (brands.data ?? []).filter(({ id }) => isAdministrators || whose.brandIds.includes(id));
  return (
    <SaveDialog
      form={form}
      title={t('tokens.add')}
      initialValues={{ scopes: ['read'], brandIds: [], days: 90, operatorId: me.id }}
      okText={t('tokens.make')}
      mutation={create}
      onSaved={({ secret }) => props.show(secret)}
      close={props.close}
    >
      <NameField autoFocus hint={t('tokens.nameHint')} />
      <Form.Item name="operatorId" label={t('tokens.whose')} extra={t('tokens.whoseHint')}>
        <Select
          showSearch={BY_LABEL}
          // The brands of one operator may be none of another's.
          onChange={() => form.setFieldsValue({ brandIds: [] })}
          options={(operators.data ?? [{ id: me.id, name: me.name }]).map(({ id, name }) => ({
            value: id,
            label: name,
          }))}
        />
      </Form.Item>
      <Form.Item
        name="scopes"
        label={t('tokens.scope')}
        rules={[
          {
            validator: async (_, scopes: readonly TokenScope[]) => {
              if (!scopes.some((scope) => scope !== 'admin' || canAdminister))
                throw new Error(t('tokens.scopeMissing'));
            },
          },
        ]}
      >
        <TokenScopes canAdminister={canAdminister} />
      </Form.Item>
      <Form.Item name="brandIds" label={t('tokens.brands')} extra={t('tokens.brandsHint')}>
        <Select
          mode="multiple"
          placeholder={t('tokens.allBrands')}
          loading={brands.isPending}
          showSearch={BY_LABEL}
          onInputKeyDown={passTabOn}
          options={seen.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="days" label={t('tokens.life')}>
        <Select
          options={LIVES.map((days) => ({
            value: days,
            label: days === 0 ? t('tokens.noExpiry') : words(days * DAY_SECONDS),
          }))}
        />
      </Form.Item>
    </SaveDialog>
  );
}
