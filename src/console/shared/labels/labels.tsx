import { FlagFilled } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../conversations/received';
import css from './labels.module.css';

/** The priority and the tags of a conversation, as parts of a line; the normal priority is not mentioned. */
export function Labels({ priority, tags }: Pick<Conversation, 'priority' | 'tags'>) {
  const { t } = useTranslation();
  return (
    <>
      {priority !== 'normal' && (
        <span className={css.priority} data-priority={priority}>
          <FlagFilled aria-hidden /> {t(`inbox.priority_${priority}`)}
        </span>
      )}
      <Tags tags={tags} />
    </>
  );
}

export function Tags({ tags }: Pick<Conversation, 'tags'>) {
  return tags.map((tag) => (
    <span key={tag} className={css.tag} title={tag}>
      {tag}
    </span>
  ));
}
