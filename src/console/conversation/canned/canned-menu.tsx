import { useTranslation } from 'react-i18next';
import type { CannedReplyBody } from '../../../contracts/conversations/canned-reply';
import css from './canned.module.css';

export const CANNED_MENU_ID = 'canned-menu';
export const cannedOptionId = (index: number): string => `${CANNED_MENU_ID}-${index}`;

/** The matching replies. The text field keeps the focus and refers to the selected one. */
export function CannedMenu(props: {
  readonly found: readonly CannedReplyBody[];
  readonly at: number;
  readonly use: (reply: CannedReplyBody) => void;
}) {
  const { t } = useTranslation();
  const { found, at, use } = props;
  if (found.length === 0) return null;
  return (
    <div className={css.menu} id={CANNED_MENU_ID} role="listbox" aria-label={t('canned.title')}>
      {found.map((reply, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the textarea, which keeps the focus
        <div
          key={reply.id}
          id={cannedOptionId(index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={css.option}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => use(reply)}
        >
          <span className={css.shortcut}>/{reply.shortcut}</span>
          <span className={css.text}>{reply.text}</span>
        </div>
      ))}
    </div>
  );
}
