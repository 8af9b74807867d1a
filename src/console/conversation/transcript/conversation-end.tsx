import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useConversation } from '../../shared/conversations/use-conversations';
import { formatFull, formatMoment } from '../../shared/time/format';
import css from './transcript-view.module.css';

/** The border between two conversations of a contact: when the earlier one ended, by whom and why. */
export function ConversationEnd({ id, address }: { readonly id: string; readonly address: string }) {
  const { t, i18n } = useTranslation();
  const { data } = useConversation(id);
  const { completedAt = null, completedBy = null, completedReason = null } = data ?? {};
  const time = completedAt === null ? '' : formatMoment(completedAt, i18n.language);
  const what =
    completedBy === null
      ? t('conversation.completedAt', { time })
      : t('conversation.completedBy', { time, name: completedBy.name });
  const why =
    completedBy === null && completedReason !== null
      ? ` · ${t(`conversation.reason_${completedReason}`)}`
      : '';
  return (
    <p className={css.end}>
      <span title={completedAt === null ? undefined : formatFull(completedAt, i18n.language)}>
        {completedAt === null ? t('conversation.earlier') : what + why} ·{' '}
        <Link to={address}>{t('conversation.openEarlier')}</Link>
      </span>
    </p>
  );
}
