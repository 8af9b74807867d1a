import { Form, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { api } from '../shared/api/client';
import { BY_LABEL } from '../shared/forms/find-option';
import { NameField } from '../shared/forms/name-field';
import { SaveDialog } from '../shared/forms/save-dialog';
import { useSignedInMe } from '../shared/session/session';
import { useOperators, useSetupMutation } from '../shared/setup/requests';
import { useDurationWords } from '../shared/time/duration-words';

const DAY_SECONDS = 86_400;
/** For how many days a token may be valid; 0 means without end. */
const LIVES = [7, 30, 90, 365, 0] as const;

type Fields = {
  readonly name: string;
  readonly scope: 'read' | 'write';
  readonly days: number;
  readonly operatorId: string;
};

/** Creates an API token and passes its secret to `show`. */
export function TokenDialog(props: { readonly show: (secret: string) => void; readonly close: () => void }) {
  const { t } = useTranslation();
  const words = useDurationWords();
  const me = useSignedInMe();
  const operators = useOperators();
  const create = useSetupMutation(({ name, scope, days, operatorId }: Fields) => {
    const expiresAt = days === 0 ? null : new Date(Date.now() + days * DAY_SECONDS * 1000).toISOString();
    return api('post', '/api/v1/tokens', { body: { name, scope, expiresAt, operatorId } });
  });
  return (
    <SaveDialog
      title={t('tokens.add')}
      initialValues={{ scope: 'read', days: 90, operatorId: me.id }}
      okText={t('tokens.make')}
      mutation={create}
      onSaved={({ secret }) => props.show(secret)}
      close={props.close}
    >
      <NameField autoFocus hint={t('tokens.nameHint')} />
      <Form.Item name="operatorId" label={t('tokens.whose')} extra={t('tokens.whoseHint')}>
        <Select
          showSearch={BY_LABEL}
          options={(operators.data ?? [{ id: me.id, name: me.name }]).map(({ id, name }) => ({
            value: id,
            label: name,
          }))}
        />
      </Form.Item>
      <Form.Item name="scope" label={t('tokens.scope')}>
        <Radio.Group
          vertical
          options={(['read', 'write'] as const).map((scope) => ({
            value: scope,
            label: t(`tokens.scopeLong_${scope}`),
          }))}
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
