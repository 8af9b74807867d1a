import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MeBody } from '../../../contracts/people/session';
import {
  type Completing,
  stopCompleting,
  UNDO_MS,
  useCompleting,
} from '../../shared/conversations/completing';
import { keyText } from '../../shared/keyboard/keys';
import { useShortcut } from '../../shared/keyboard/shortcuts';
import { useNow } from '../../shared/time/use-now';
import { useFocusReturn } from '../../shared/ui/use-focus-return';
import css from './completing-strips.module.css';
import { useDueCompletions } from './use-due-completions';

/** What is about to be completed, with the seconds left and a button to undo it. On every page. */
export function CompletingStrips({ me }: { readonly me: MeBody }) {
  const list = useCompleting(me.id);
  useDueCompletions(me, list);
  const latest = list.findLast(({ isAsked }) => isAsked === undefined);
  useShortcut('undoComplete', latest === undefined ? undefined : () => stopCompleting(me.id, latest.id));
  return (
    <div className={css.strips}>
      {list.map((one) => (
        <Strip key={one.id} completing={one} undo={() => stopCompleting(me.id, one.id)} />
      ))}
    </div>
  );
}

function Strip({ completing, undo }: { readonly completing: Completing; readonly undo: () => void }) {
  const { t } = useTranslation();
  useFocusReturn();
  const { name, at, isAsked, held = 0, isScheduled } = completing;
  const loss = [
    ...(held > 0 ? [t('completing.held', { count: held })] : []),
    ...(isScheduled === true ? [t('completing.scheduled')] : []),
  ].join(' ');
  // The clock of the page ticks each second, so it may be a little late.
  const left = Math.min(UNDO_MS, Math.max(0, at - useNow()));
  const seconds = Math.ceil(left / 1_000);
  return (
    <p className={css.strip} data-testid="completing">
      {/* Announced once, not at every tick. */}
      <span className="visually-hidden" role="status">
        {t('completing.begun', { name, key: keyText('undoComplete') })} {loss}
      </span>
      <span className={css.text} aria-hidden>
        {isAsked ? t('completing.now', { name }) : t('completing.soon', { name, seconds })}
        {loss !== '' && <b> · {loss}</b>}
      </span>
      {isAsked === undefined && (
        <Button size="small" onClick={undo}>
          {t('completing.undo')} <kbd>{keyText('undoComplete')}</kbd>
          <span className="visually-hidden">{name}</span>
        </Button>
      )}
    </p>
  );
}
