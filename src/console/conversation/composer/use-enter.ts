import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AbilityBody } from '../../../contracts/conversations/conversation';
import { describeError } from '../../shared/describe-error';
import { isKeyOf } from '../../shared/keyboard/key-table';
import type { useCannedMenu } from '../canned/use-canned-menu';
import type { useMentionMenu } from '../mentions/use-mention-menu';
import type { Later } from '../requests';
import { useRefusal } from '../use-refusal';

type Options = {
  /** The text, and whether it or a file can be sent at all. */
  readonly draft: string;
  readonly hasContent: boolean;
  readonly isTooLong: boolean;
  readonly isUploading: boolean;
  readonly reply: AbilityBody;
  readonly canSend: boolean;
  readonly canHold: boolean;
  readonly canSchedule: boolean;
  readonly canned: ReturnType<typeof useCannedMenu>;
  readonly mention: Pick<ReturnType<typeof useMentionMenu>, 'onKeyDown'>;
  /** Takes what is written out of the field and sends it. */
  readonly send: (whenBlocked: 'reject' | 'hold', later: Later | undefined) => void;
  /** Asks when the message is to be sent. */
  readonly openLater: () => void;
  /** Opens the conversation that should be answered next; false if there is none. */
  readonly openNext: () => Promise<boolean>;
  readonly focus: () => void;
  readonly blur: () => void;
  readonly leave: () => void;
};

/** Why the last Enter sent nothing, and how many such there were, so that each is announced. */
export type Stopped = { readonly why: string; readonly count: number };

/**
 * The keys of the composer's field that send or leave. What is not sent says why (`stopped`), until the text changes.
 * `submit` is the same for the buttons; with `later`, the message is sent then.
 */
export function useEnter(options: Options) {
  const { draft, hasContent, isTooLong, isUploading, reply, canSend, canHold, canned, send } = options;
  const { canSchedule } = options;
  const { t, i18n } = useTranslation();
  const refusal = useRefusal(reply);
  const [stopped, setStopped] = useState<(Stopped & { readonly draft: string }) | null>(null);
  const warnedOf = useRef<string | null>(null);
  const stop = (why: string): void =>
    setStopped((before) => ({ why, draft, count: (before?.count ?? 0) + 1 }));

  const whyNot = (how: 'reject' | 'hold' | 'later'): string | null => {
    if (isTooLong) return t('conversation.tooLong');
    if (isUploading) return t('composer.stillUploading');
    if (how === 'later') return canSchedule ? null : refusal;
    if (how === 'hold') return canHold ? null : (refusal ?? t('composer.nothingToHold'));
    return canSend ? null : refusal;
  };
  /** Whether it is on its way. */
  const submit = (whenBlocked: 'reject' | 'hold', later?: Later): boolean => {
    if (!hasContent && !isUploading) return false;
    const why = whyNot(later === undefined ? whenBlocked : 'later');
    if (why !== null) {
      stop(why);
      return false;
    }
    setStopped(null);
    warnedOf.current = null;
    send(whenBlocked, later);
    // The button that was pressed may go away.
    options.focus();
    return true;
  };
  /** A word after a slash that is no canned reply is sent only if Enter is pressed again. */
  const isUnknownWord = (): boolean => {
    const { unknownWord: word, isLoading, error } = canned;
    if (word === null || warnedOf.current === draft) return false;
    if (error !== null) stop(`${t('canned.notLoaded')} ${describeError(error, t, i18n.language)}`);
    else stop(isLoading ? t('canned.loading') : t('canned.noMatch', { word }));
    if (!isLoading) warnedOf.current = draft;
    return true;
  };
  const sendAndOpenNext = async (): Promise<void> => {
    if ((hasContent || isUploading) && !submit('reject')) return;
    options.blur();
    if (!(await options.openNext())) options.focus();
  };
  const openLater = (): void => {
    if (!hasContent && !isUploading) return;
    const why = whyNot('later');
    if (why !== null) stop(why);
    else if (canSchedule) options.openLater();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (canned.onKeyDown(event) || options.mention.onKeyDown(event)) return;
    const is = (label: Parameters<typeof isKeyOf>[1]): boolean => isKeyOf(event.nativeEvent, label);
    if (is('leave')) {
      event.preventDefault();
      options.leave();
      return;
    }
    if (!is('send') && !is('sendNext') && !is('hold') && !is('later')) return;
    event.preventDefault();
    if (isUnknownWord()) return;
    if (is('later')) return openLater();
    if (is('sendNext')) void sendAndOpenNext();
    else submit(is('hold') ? 'hold' : 'reject');
  };
  return { onKeyDown, submit, stopped: stopped?.draft === draft ? stopped : null };
}
