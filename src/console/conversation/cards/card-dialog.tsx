import { Alert, type FormInstance } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../../shared/conversations/received';
import { FormDialog } from '../../shared/forms/form-dialog';
import type { CardContent } from '../requests';
import { useRefusal } from '../use-refusal';
import { useSending } from '../use-sending';

/**
 * The form for one message. It stays open with its contents until the message has been accepted. If nothing can be
 * sent now, it says why and holds the message instead, as for a text.
 */
export function CardDialog<Values extends object>(props: {
  readonly conversation: Conversation;
  readonly title: string;
  readonly form: FormInstance<Values>;
  readonly initialValues: Partial<Values>;
  readonly toContent: (values: Values) => CardContent;
  readonly close: () => void;
  readonly children: ReactNode;
}) {
  const { t } = useTranslation();
  const { conversation, toContent, close } = props;
  const refusal = useRefusal(conversation.abilities.reply);
  // The text stays in the form, so nothing has to be restored.
  const { send, failure, canHold } = useSending(conversation, () => undefined);
  const [isPending, setPending] = useState(false);
  const submit = async (values: Values): Promise<void> => {
    setPending(true);
    const isTaken = await send({ content: toContent(values) }, canHold ? 'hold' : 'reject');
    setPending(false);
    if (isTaken) close();
  };
  return (
    <FormDialog<Values>
      title={props.title}
      form={props.form}
      initialValues={props.initialValues}
      okText={t(canHold ? 'conversation.hold' : 'conversation.send')}
      isPending={isPending}
      error={failure?.error ?? null}
      submit={(values) => void submit(values)}
      close={close}
    >
      {refusal !== null && failure === null && (
        <Alert type="warning" showIcon role="status" style={{ marginBottom: 16 }} title={refusal} />
      )}
      {props.children}
    </FormDialog>
  );
}
