import { useTranslation } from 'react-i18next';
import type { Colleague } from './find-mentions';
import css from './mention-menu.module.css';

export const MENTION_MENU_ID = 'mention-menu';
export const mentionOptionId = (index: number): string => `${MENTION_MENU_ID}-${index}`;

/** The colleagues who match. The text field keeps the focus and refers to the selected one. */
export function MentionMenu(props: {
  readonly found: readonly Colleague[];
  readonly at: number;
  readonly use: (colleague: Colleague) => void;
}) {
  const { t } = useTranslation();
  const { found, at, use } = props;
  if (found.length === 0) return null;
  return (
    <div className={css.menu} id={MENTION_MENU_ID} role="listbox" aria-label={t('conversation.mentions')}>
      {found.map((colleague, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the textarea, which keeps the focus
        <div
          key={colleague.id}
          id={mentionOptionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={css.option}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => use(colleague)}
        >
          @{colleague.name}
        </div>
      ))}
    </div>
  );
}
