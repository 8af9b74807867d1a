import { useTranslation } from 'react-i18next';
import type { CannedReplyBody } from '../../../contracts/conversations/canned-reply';
import { WordMenu } from '../word-menu/word-menu';
import css from './canned.module.css';

export const CANNED_MENU_ID = 'canned-menu';

/** The matching canned replies. */
export function CannedMenu(props: {
  readonly found: readonly CannedReplyBody[];
  readonly at: number;
  readonly use: (reply: CannedReplyBody) => void;
}) {
  const { t } = useTranslation();
  return (
    <WordMenu {...props} id={CANNED_MENU_ID} label={t('canned.title')} width="wide">
      {(reply) => (
        <>
          <span className={css.shortcut}>/{reply.shortcut}</span>
          <span className={css.text}>{reply.text}</span>
        </>
      )}
    </WordMenu>
  );
}
