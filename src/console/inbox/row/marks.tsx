import {
  EditOutlined,
  ExclamationCircleOutlined,
  PauseCircleOutlined,
  QuestionCircleOutlined,
  RobotOutlined,
} from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { handoverWords } from '../../../words/bot-words';
import type { Conversation } from '../../shared/conversations/received';
import { Labels } from '../../shared/labels/labels';
import { useSignedInMe } from '../../shared/session/session';
import { useStored } from '../../shared/ui/use-stored';
import css from '../conversation-list.module.css';

const TROUBLES = [
  ['failed', <ExclamationCircleOutlined key="failed" aria-hidden />],
  ['unknown', <QuestionCircleOutlined key="unknown" aria-hidden />],
  ['held', <PauseCircleOutlined key="held" aria-hidden />],
] as const;

/** What a row says besides: why a bot handed it over, a draft of the reader, what needs a look, the rating, the priority and the tags. */
export function Marks({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const me = useSignedInMe();
  const [draft] = useStored(`draft.${me.id}.${conversation.id}.reply`);
  const { priority, trouble, tags, state, handover, rating } = conversation;
  const isNew = state === 'waiting' || state === 'missed';
  const reason = isNew && handover !== null ? handoverWords(handover, t) : '';
  const troubles = TROUBLES.filter(([kind]) => trouble[kind] > 0);
  const isUnlabelled = priority === 'normal' && tags.length === 0;
  if (isUnlabelled && draft === null && troubles.length === 0 && reason === '' && rating === null)
    return null;
  return (
    <div className={css.marks}>
      {draft !== null && (
        <span className={css.draft}>
          <EditOutlined aria-hidden /> {t('inbox.draft')}
        </span>
      )}
      {reason !== '' && (
        <span className={css.handedOver}>
          <RobotOutlined aria-hidden /> {t('conversation.handedOver', { reason })}
        </span>
      )}
      {troubles.map(([kind, icon]) => (
        <span key={kind} className={css.trouble} data-kind={kind}>
          {icon} {t(`inbox.trouble_${kind}`, { number: trouble[kind] })}
        </span>
      ))}
      {rating !== null && (
        <span>
          <span aria-hidden>★</span> {t('conversation.ratedShort', { score: rating.score })}
        </span>
      )}
      <Labels priority={priority} tags={tags} />
    </div>
  );
}
