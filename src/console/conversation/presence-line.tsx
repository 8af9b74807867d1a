import { EditOutlined, EyeOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { useNow } from '../shared/time/use-now';
import css from './composer/composer.module.css';
import type { Present } from './use-presence';

/** Who else is viewing the conversation or typing in it, so that two operators do not answer the same question. */
export function PresenceLine({ presentAt }: { readonly presentAt: (now: number) => readonly Present[] }) {
  const { t, i18n } = useTranslation();
  const people = presentAt(useNow());
  const toList = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const typing = people.filter(({ isTyping }) => isTyping).map(({ name }) => name);
  const looking = people.filter(({ isTyping }) => !isTyping).map(({ name }) => name);
  return (
    <p className={css.presence} role="status" data-testid="presence">
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
