import { Button, Form, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BotKind } from '../../contracts/bots/bot';
import { FormProblem } from '../shared/forms/form-problem';
import { useLeaveGuard } from '../shared/forms/leave-guard';
import { NameField } from '../shared/forms/name-field';
import { required } from '../shared/forms/rules';
import { useFieldErrors } from '../shared/forms/use-field-errors';
import { Panel } from '../shared/ui/page';
import type { BotValues } from './bot-values';
import css from './bots.module.css';
import { KIND_FIELDS } from './kind-fields';
import { RulesEditor } from './rules/rules-editor';
import { useBotFaults } from './use-bot-faults';

/** The form for a bot of one kind. Stored secrets are never shown: an empty field leaves them as they are. */
export function BotForm(props: {
  readonly kind: BotKind;
  /** The brands to choose from, or the one that the bot has. */
  readonly brands: readonly { readonly id: string; readonly name: string }[] | { readonly chosenId: string };
  readonly storedSecrets: readonly string[];
  readonly initialValues: Partial<BotValues>;
  readonly save: { readonly error: Error | null; readonly isPending: boolean; readonly reset: () => void };
  /** `saved` has to be called before the page is left. */
  readonly submit: (values: BotValues, saved: () => void) => void;
}) {
  const { t } = useTranslation();
  const { kind, brands, save, submit } = props;
  const [form] = Form.useForm<BotValues>();
  const guard = useLeaveGuard();
  const brandId = Form.useWatch('brandId', form);
  const faults = useBotFaults(save.error);
  const problem = useFieldErrors(form, save.error, faults.ofField);
  const Fields = kind === 'rules' ? null : KIND_FIELDS[kind];
  return (
    <Form<BotValues>
      form={form}
      layout="vertical"
      requiredMark={false}
      className={css.stack ?? ''}
      scrollToFirstError={{ focus: true }}
      initialValues={props.initialValues}
      onValuesChange={() => guard.mark(true)}
      onFinish={() => {
        if (save.isPending) return;
        // Also the values that have no field of their own on this page.
        submit(form.getFieldsValue(true) as BotValues, () => {
          guard.mark(false);
          // What was typed is stored now; what was removed is no longer there.
          form.setFieldValue('apiKey', undefined);
          form.setFieldValue('secret', undefined);
          form.setFieldValue(['transcription', 'apiKey'], undefined);
        });
      }}
    >
      {guard.question}
      <FormProblem problem={problem} />
      <Panel title={t('bots.general')}>
        <NameField hint={t('bots.nameHint')} />
        {!('chosenId' in brands) && (
          <Form.Item
            name="brandId"
            label={t('bots.brand')}
            extra={t('bots.brandHint')}
            rules={[required(t('bots.brandRule'))]}
          >
            <Select options={brands.map(({ id, name }) => ({ value: id, label: name }))} />
          </Form.Item>
        )}
        <Form.Item
          name="aiLabel"
          label={t('bots.aiLabel')}
          extra={t('bots.aiLabelHint')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
      </Panel>
      {Fields !== null && (
        <Panel title={t(`bots.kind_${kind}`)} hint={t(`bots.about_${kind}`)}>
          <Fields storedSecrets={props.storedSecrets} />
        </Panel>
      )}
      {kind === 'rules' && (
        <Panel title={t('rules.title')} hint={t('rules.hint')}>
          <RulesEditor
            brandId={'chosenId' in brands ? brands.chosenId : brandId}
            faultsOf={faults.ofRule}
            forgetFaults={save.reset}
          />
        </Panel>
      )}
      <div>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('forms.save')}
        </Button>
      </div>
    </Form>
  );
}
