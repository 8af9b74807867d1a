import { PlusOutlined } from '@ant-design/icons';
import { Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { RuleCard } from './rule-card';
import { newRule, type RuleValues } from './rule-values';
import css from './rules.module.css';

/** As the API counts them. */
const MOST_RULES = 200;

/** The rules in their order: the first that fits a message answers it. */
export function RulesEditor(props: {
  /** The bot's brand; undefined: it is not chosen yet. */
  readonly brandId: string | undefined;
  /** What is wrong with a rule as a whole. */
  readonly faultsOf: (index: number) => readonly string[];
  /** Called when the rules have other places than those the faults are about. */
  readonly forgetFaults: () => void;
}) {
  const { t } = useTranslation();
  const form = Form.useFormInstance();
  const { brandId, faultsOf, forgetFaults } = props;
  return (
    <Form.List name="rules">
      {(fields, { add, remove, move }) => (
        <>
          <ol className={css.rules}>
            {fields.map(({ key, name }) => (
              <RuleCard
                key={key}
                index={name}
                brandId={brandId}
                isOnly={fields.length === 1}
                isLast={name === fields.length - 1}
                faults={faultsOf(name)}
                isFirstFault={fields.findIndex((one) => faultsOf(one.name).length > 0) === name}
                moveTo={(to) => {
                  if (to < 0 || to >= fields.length) return;
                  forgetFaults();
                  move(name, to);
                }}
                remove={() => {
                  forgetFaults();
                  remove(name);
                }}
              />
            ))}
          </ol>
          <Button
            type="dashed"
            icon={<PlusOutlined aria-hidden />}
            disabled={fields.length >= MOST_RULES}
            onClick={() => add(newRule((form.getFieldValue('rules') ?? []) as readonly RuleValues[]))}
          >
            {t('rules.add')}
          </Button>
        </>
      )}
    </Form.List>
  );
}
