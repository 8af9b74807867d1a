import { useTranslation } from 'react-i18next';
import type { ConversationBody } from '../../../contracts/conversations/conversation';
import css from './conversation-parts.module.css';

/** The state of a conversation, as a word in a colour. */
export function StateLabel({ state }: { readonly state: ConversationBody['state'] }) {
  const { t } = useTranslation();
  return (
    <span className={css.stateLabel} data-state={state}>
      {t(`inbox.state_${state}`)}
    </span>
  );
}
