import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../../shared/conversations/received';
import { keyText } from '../../shared/keyboard/keys';
import { describeSendError, type SendFailure } from '../later/describe-send-error';
import { useRefusal } from '../use-refusal';

/** Why the last message was not sent; else why Enter sent nothing; else why nothing can be sent now. */
export function ComposerNotices(props: {
  readonly conversation: Conversation;
  readonly failure: SendFailure | null;
  readonly forgetFailure: () => void;
  /** Why the last Enter sent nothing, and how many such there were, so that each is announced. */
  readonly stopped: { readonly why: string; readonly count: number } | null;
  /** Holds what is written; undefined if that is not possible. */
  readonly hold: (() => void) | undefined;
}) {
  const { t, i18n } = useTranslation();
  const { conversation, failure, forgetFailure, stopped, hold } = props;
  const { operator, abilities } = conversation;
  const { reply, transfer } = abilities;
  const refusal = useRefusal(reply);
  // An administrator need not ask the colleague.
  const takeOverFirst =
    !reply.allowed && reply.code === 'attended_by_other' && transfer.allowed && operator !== null
      ? t('conversation.takeOverFirst', { name: operator.name })
      : null;
  const action = hold !== undefined && (
    <Button size="small" onClick={hold}>
      {t('conversation.hold')} <kbd>{keyText('hold')}</kbd>
    </Button>
  );
  if (failure !== null) {
    return (
      <Alert
        action={action}
        type="error"
        showIcon
        role="alert"
        closable={{ closeIcon: true, onClose: forgetFailure, 'aria-label': t('common.close') }}
        title={`${t('conversation.notSent')}: ${describeSendError(failure, t, i18n.language)}`}
      />
    );
  }
  const why = takeOverFirst ?? stopped?.why ?? refusal;
  if (why === null) return null;
  return (
    <Alert
      key={stopped?.count ?? 'refusal'}
      type="warning"
      showIcon
      role={stopped === null ? 'status' : 'alert'}
      title={why}
      action={action}
    />
  );
}
