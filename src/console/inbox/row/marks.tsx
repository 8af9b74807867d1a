import {
  EditOutlined,
  ExclamationCircleOutlined,
  FlagFilled,
  PauseCircleOutlined,
  QuestionCircleOutlined,
} from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../../shared/conversations/received';
import { useSignedInMe } from '../../shared/session/session';
import { useStored } from '../../shared/ui/use-stored';
import css from '../conversation-list.module.css';

const TROUBLES = [
  ['failed', <ExclamationCircleOutlined key="failed" aria-hidden />],
  ['unknown', <QuestionCircleOutlined key="unknown" aria-hidden />],
  ['held', <PauseCircleOutlined key="held" aria-hidden />],
] as const;

/** What a row says besides: the priority, a draft of the reader, what needs a look, and the tags. */
export function Marks({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const me = useSignedInMe();
  const [draft] = useStored(`draft.${me.id}.${conversation.id}.reply`);
  const { priority, trouble, tags } = conversation;
  const troubles = TROUBLES.filter(([kind]) => trouble[kind] > 0);
  if (priority === 'normal' && draft === null && troubles.length === 0 && tags.length === 0) return null;
  return (
    <div className={css.marks}>
      {priority !== 'normal' && (
        <span className={css.priority} data-priority={priority}>
          <FlagFilled aria-hidden /> {t(`inbox.priority_${priority}`)}
        </span>
      )}
      {draft !== null && (
        <span className={css.draft}>
          <EditOutlined aria-hidden /> {t('inbox.draft')}
        </span>
      )}
      {troubles.map(([kind, icon]) => (
        <span key={kind} className={css.trouble} data-kind={kind}>
          {icon} {t(`inbox.trouble_${kind}`, { number: trouble[kind] })}
        </span>
      ))}
      {tags.map((tag) => (
        <span key={tag} className={css.tag}>
          {tag}
        </span>
      ))}
    </div>
  );
}
