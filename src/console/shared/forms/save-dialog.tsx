import type { UseMutationResult } from '@tanstack/react-query';
import { Form, type FormInstance } from 'antd';
import type { ReactNode } from 'react';
import { notify } from '../notify';
import { FormDialog } from './form-dialog';

/**
 * A {@link FormDialog} whose button sends the form to one mutation. After that it closes, or calls `onSaved` instead,
 * and shows `notice` if there is one.
 */
export function SaveDialog<Values extends object, Answer>(props: {
  readonly title: string;
  readonly okText: string;
  readonly mutation: UseMutationResult<Answer, Error, Values>;
  readonly notice?: string;
  readonly onSaved?: (answer: Answer) => void;
  readonly close: () => void;
  /** For a dialog that reads or sets fields itself. */
  readonly form?: FormInstance<Values>;
  readonly initialValues?: Partial<Values>;
  readonly children: ReactNode;
}) {
  const { mutation, notice, onSaved, close, form: given, ...dialog } = props;
  const [form] = Form.useForm<Values>(given);
  const submit = (values: Values): void =>
    mutation.mutate(values, {
      onSuccess(answer) {
        if (notice !== undefined) notify({ kind: 'success', title: notice });
        if (onSaved === undefined) close();
        else onSaved(answer);
      },
    });
  return (
    <FormDialog<Values>
      {...dialog}
      form={form}
      isPending={mutation.isPending}
      error={mutation.error}
      submit={submit}
      close={close}
    />
  );
}
