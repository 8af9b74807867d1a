import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { StepResultBody } from '../../../contracts/conversations/macro';
import type { MacroStep } from '../../../domain/macros';
import { fillText } from '../../../domain/messages/text-variables';
import type { Conversation } from '../../shared/conversations/received';
import { describeError } from '../../shared/describe-error';
import { StepList } from '../../shared/macros/step-list';
import { useTextValues } from '../../shared/macros/use-text-values';
import { meaningKey } from '../../shared/macros/variables-help';
import { Dialog } from '../../shared/ui/dialog';

/** A macro before it runs, or after it was stopped: then with the reason, and what became of each step. */
export function MacroDialog(props: {
  readonly conversation: Conversation;
  readonly title: string;
  readonly steps: readonly MacroStep[];
  readonly results?: readonly StepResultBody[];
  readonly error?: Error;
  readonly okText: string;
  readonly onOk: () => void;
  readonly close: () => void;
}) {
  const { t, i18n } = useTranslation();
  const { error, results, steps } = props;
  const values = useTextValues(props.conversation);
  const missing = new Set(
    values === null
      ? []
      : steps.flatMap((step) => ('text' in step ? fillText(step.text, values).missing : [])),
  );
  return (
    <Dialog
      title={props.title}
      okText={props.okText}
      cancelText={t(error === undefined ? 'common.cancel' : 'common.close')}
      okButtonProps={{ autoFocus: true }}
      onOk={props.onOk}
      onCancel={props.close}
    >
      {error !== undefined && (
        <Alert type="warning" showIcon title={describeError(error, t, i18n.language)} role="alert" />
      )}
      {error === undefined && missing.size > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('macros.missing', { names: [...missing].map((one) => t(meaningKey(one))).join(', ') })}
        />
      )}
      <StepList steps={steps} values={values} {...(results === undefined ? {} : { results })} />
      {error !== undefined && <p>{t('macros.againHint')}</p>}
    </Dialog>
  );
}
