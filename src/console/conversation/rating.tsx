import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../shared/conversations/received';
import { notify } from '../shared/notify';
import { useAskRating } from './requests';
import { useRefusal } from './use-refusal';

/** What the contact thinks of the conversation, with their comment. */
export function Rated({ rating }: Pick<Conversation, 'rating'>) {
  const { t } = useTranslation();
  if (rating === null) return null;
  const { score, label, comment } = rating;
  return (
    <span>
      <span aria-hidden>★</span> {t('conversation.rated', { score, label })}
      {comment !== null && ` · “${comment}”`}
    </span>
  );
}

/** Asks the contact for a rating: who attends, or of a completed conversation everybody. Nothing once they have rated it. */
export function AskRating({ conversation }: { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const { id, state, rating, abilities } = conversation;
  const ask = useAskRating(id);
  const refusal = useRefusal(abilities.askRating);
  if (rating !== null || (state !== 'active' && state !== 'completed')) return null;
  // Where WeChat has no menus, there is nothing to explain.
  if (!abilities.askRating.allowed && abilities.askRating.code === 'kind_not_supported') return null;
  const askNow = (): void =>
    ask.mutate(undefined, {
      onSuccess: () => notify({ kind: 'success', title: t('conversation.ratingAsked') }),
    });
  return (
    <Tooltip title={refusal ?? t('conversation.askRating')}>
      <Button
        type="text"
        icon={<span aria-hidden>☆</span>}
        aria-label={t('conversation.askRating')}
        disabled={refusal !== null}
        loading={ask.isPending}
        onClick={askNow}
      />
    </Tooltip>
  );
}
