import { EditOutlined, EyeOutlined, RobotOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../shared/conversations/received';
import { useNow } from '../shared/time/use-now';
import css from './composer/composer.module.css';
import type { Present } from './use-presence';

/**
 * Who else is viewing the conversation or typing in it, so that two operators do not answer the same question; and
 * whether a bot is about to answer.
 */
export function PresenceLine(props: {
  readonly conversation: Pick<Conversation, 'state' | 'bot'>;
  readonly presentAt: (now: number) => readonly Present[];
}) {
  const { state, bot } = props.conversation;
  const { t, i18n } = useTranslation();
  const people = props.presentAt(useNow());
  const toList = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const typing = people.filter(({ isTyping }) => isTyping).map(({ name }) => name);
  const looking = people.filter(({ isTyping }) => !isTyping).map(({ name }) => name);
  return (
    <p className={css.presence} role="status" data-testid="presence">
      {state === 'bot' && bot?.isThinking === true && (
        <span>
          <RobotOutlined aria-hidden />{' '}
          {t('conversation.thinking', { name: bot.name ?? t('conversation.bot') })}
        </span>
      )}
      {typing.length > 0 && (
        <span>
          <EditOutlined aria-hidden /> {t('composer.typing', { names: toList.format(typing) })}
        </span>
      )}
      {looking.length > 0 && (
        <span>
          <EyeOutlined aria-hidden /> {t('composer.viewing', { names: toList.format(looking) })}
        </span>
      )}
    </p>
  );
}
