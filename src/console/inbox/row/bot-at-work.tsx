import { RobotOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../../shared/conversations/received';
import css from '../conversation-list.module.css';

/** Which bot has the conversation, in place of its state, and whether it is being asked at the moment. */
export function BotAtWork({ bot }: { readonly bot: Conversation['bot'] }) {
  const { t } = useTranslation();
  const name = bot?.name ?? t('conversation.bot');
  return (
    <span className={css.bot}>
      <RobotOutlined aria-hidden /> {bot?.isThinking === true ? t('conversation.thinking', { name }) : name}
    </span>
  );
}
