import { Alert, Button, Input, type InputRef, Segmented } from 'antd';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_TEXT_BYTES, textBytes } from '../../domain/message-text';
import { hasCode } from '../shared/api/api-error';
import type { Conversation } from '../shared/conversations/received';
import { describeError } from '../shared/describe-error';
import { useShortcut } from '../shared/keyboard/shortcuts';
import css from './composer.module.css';
import { useAddNote } from './requests';
import { useDraft } from './use-draft';
import { useRefusal } from './use-refusal';
import { useSending } from './use-sending';

type Mode = 'reply' | 'note';

/** Where replies and notes are written. What may not be sent stays, with the reason and what can be done instead. */
export function Composer({ conversation }: { readonly conversation: Conversation }) {
  const { t, i18n } = useTranslation();
  const { id, abilities, state } = conversation;
  const [wishedMode, setMode] = useState<Mode>('reply');
  const mode: Mode = state === 'completed' ? 'note' : wishedMode;
  const { draft, setDraft, restore } = useDraft(id, mode);
  const input = useRef<InputRef>(null);
  const note = useAddNote(id);
  const { send, failure, forgetFailure } = useSending(conversation, restore);
  const refusal = useRefusal(abilities.reply);
  const focusOn = (next: Mode) => () => {
    setMode(next);
    input.current?.focus();
  };
  useShortcut('r', 'reply', state === 'completed' ? undefined : focusOn('reply'));
  useShortcut('n', 'note', focusOn('note'));

  const bytes = textBytes(draft);
  const isTooLong = mode === 'reply' && bytes > LONGEST_TEXT_BYTES;
  const isEmpty = draft.trim() === '';
  const canHold =
    mode === 'reply' &&
    abilities.hold.allowed &&
    (!abilities.reply.allowed || hasCode(failure, 'window_closed', 'consecutive_limit_reached'));
  const canSend = mode === 'note' || abilities.reply.allowed;

  const submit = (whenBlocked: 'reject' | 'hold'): void => {
    if (isEmpty || isTooLong) return;
    if (mode === 'reply') {
      setDraft('');
      send(draft, whenBlocked);
    } else if (!note.isPending) {
      note.mutate(draft, { onSuccess: () => setDraft('') });
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // In the middle of a Chinese or Japanese word, Enter belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (canSend) submit('reject');
  };

  return (
    <section className={css.composer} aria-label={t('conversation.composer')}>
      {mode === 'reply' && failure !== null && (
        <Alert
          type="error"
          showIcon
          role="alert"
          closable={{ closeIcon: true, onClose: forgetFailure, 'aria-label': t('common.close') }}
          title={`${t('conversation.notSent')}: ${describeError(failure, t, i18n.language)}`}
        />
      )}
      {mode === 'reply' && failure === null && refusal !== null && (
        <Alert type="warning" showIcon role="status" title={refusal} />
      )}
      <div className={css.box} data-mode={mode}>
        <Input.TextArea
          ref={input}
          variant="borderless"
          autoSize={{ minRows: 2, maxRows: 8 }}
          value={draft}
          onChange={({ target }) => setDraft(target.value)}
          onKeyDown={onKeyDown}
          placeholder={t(mode === 'reply' ? 'conversation.replyPlaceholder' : 'conversation.notePlaceholder')}
          aria-label={t(`conversation.${mode}`)}
          aria-describedby={`bytes-${id}`}
          aria-invalid={isTooLong}
        />
        <div className={css.bar}>
          <Segmented<Mode>
            size="small"
            value={mode}
            onChange={setMode}
            options={[
              { value: 'reply', label: t('conversation.reply'), disabled: state === 'completed' },
              { value: 'note', label: t('conversation.note') },
            ]}
          />
          <span id={`bytes-${id}`} className={isTooLong ? `${css.bytes} ${css.over}` : css.bytes}>
            {mode === 'reply' && t('conversation.bytes', { used: bytes, limit: LONGEST_TEXT_BYTES })}
            {isTooLong && ` · ${t('conversation.tooLong')}`}
          </span>
          {canHold && (
            <Button
              type={canSend ? 'default' : 'primary'}
              disabled={isEmpty || isTooLong}
              onClick={() => submit('hold')}
            >
              {t('conversation.hold')}
            </Button>
          )}
          <Button
            type={canSend ? 'primary' : 'default'}
            disabled={!canSend || isEmpty || isTooLong}
            loading={mode === 'note' && note.isPending}
            onClick={() => submit('reject')}
          >
            {t(mode === 'reply' ? 'conversation.send' : 'conversation.addNote')}
          </Button>
        </div>
      </div>
    </section>
  );
}
