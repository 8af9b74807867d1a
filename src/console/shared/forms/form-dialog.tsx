import { Form, type FormInstance } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog';
import { useConfirm } from '../ui/use-confirm';
import { FormProblem } from './form-problem';
import { useFieldErrors } from './use-field-errors';

/**
 * A form in a dialog. It keeps what was typed when saving fails, and asks before discarding it. While it is being
 * saved it cannot be saved again (Enter in a field does not go through the button) and cannot be closed, so its
 * outcome is always shown.
 */
export function FormDialog<Values extends object>(props: {
  readonly title: string;
  readonly form: FormInstance<Values>;
  readonly initialValues?: Partial<Values>;
  readonly okText: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly submit: (values: Values) => void;
  readonly close: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const problem = useFieldErrors(props.form, props.error);
  const isTouched = useRef(false);
  // Enter may be pressed twice before the next render. `submit` only starts a mutation, which renders this again.
  const isInProgress = useRef(false);
  useEffect(() => {
    isInProgress.current = props.isPending;
  });
  const finish = (values: Values): void => {
    if (isInProgress.current) return;
    isInProgress.current = true;
    props.submit(values);
  };
  const leave = (): void => {
    if (isInProgress.current) return;
    if (!isTouched.current) return props.close();
    confirm({
      title: t('forms.leaveTitle'),
      text: t('forms.leaveHint'),
      okText: t('forms.leave'),
      cancelText: t('forms.stay'),
      runAfterClose: props.close,
    });
  };
  return (
    <Dialog
      title={props.title}
      okText={props.okText}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: props.isPending }}
      cancelButtonProps={{ disabled: props.isPending }}
      onOk={() => props.form.submit()}
      onCancel={leave}
      mask={{ closable: false }}
    >
      <FormProblem problem={problem} />
      <Form<Values>
        form={props.form}
        layout="vertical"
        requiredMark={false}
        scrollToFirstError={{ focus: true }}
        {...(props.initialValues === undefined ? {} : { initialValues: props.initialValues })}
        onValuesChange={() => {
          isTouched.current = true;
        }}
        onFinish={finish}
      >
        {props.children}
        {/* Lets Enter submit the form: the dialog's own button is outside it. */}
        <button type="submit" hidden tabIndex={-1} aria-hidden />
      </Form>
    </Dialog>
  );
}
