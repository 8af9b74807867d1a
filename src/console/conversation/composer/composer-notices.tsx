import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../../shared/conversations/received';
import { describeError } from '../../shared/describe-error';
import { useRefusal } from '../use-refusal';

/** Why the last message was not sent; else why nothing can be sent now. */
export function ComposerNotices(props: {
  readonly conversation: Conversation;
  readonly failure: Error | null;
  readonly forgetFailure: () => void;
}) {
  const { t, i18n } = useTranslation();
  const { conversation, failure, forgetFailure } = props;
  const refusal = useRefusal(conversation.abilities.reply);
  if (failure !== null) {
    return (
      <Alert
        type="error"
        showIcon
        role="alert"
        closable={{ closeIcon: true, onClose: forgetFailure, 'aria-label': t('common.close') }}
        title={`${t('conversation.notSent')}: ${describeError(failure, t, i18n.language)}`}
      />
    );
  }
  return refusal === null ? null : <Alert type="warning" showIcon role="status" title={refusal} />;
}
