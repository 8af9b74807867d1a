import { useTranslation } from 'react-i18next';
import { WordMenu } from '../word-menu/word-menu';
import type { Colleague } from './find-mentions';

export const MENTION_MENU_ID = 'mention-menu';

/** The colleagues who match. */
export function MentionMenu(props: {
  readonly found: readonly Colleague[];
  readonly at: number;
  readonly use: (colleague: Colleague) => void;
}) {
  const { t } = useTranslation();
  return (
    <WordMenu {...props} id={MENTION_MENU_ID} label={t('conversation.mentions')} width="narrow">
      {({ name }) => `@${name}`}
    </WordMenu>
  );
}
