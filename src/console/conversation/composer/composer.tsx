import { type GetRef, Input } from 'antd';
import { type ClipboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LONGEST_TEXT_BYTES, textBytes } from '../../../domain/messages/message-text';
import { hasVariables } from '../../../domain/messages/text-variables';
import { type Conversation, ownNow } from '../../shared/conversations/received';
import { useShortcut } from '../../shared/keyboard/shortcuts';
import { CANNED_MENU_ID, CannedMenu } from '../canned/canned-menu';
import { useCannedCommands } from '../canned/use-canned-commands';
import { useCannedMenu } from '../canned/use-canned-menu';
import { useFillCannedReply } from '../canned/use-canned-replies';
import { useTellMissing } from '../canned/use-tell-missing';
import { LaterDialog } from '../later/later-dialog';
import { MENTION_MENU_ID, MentionMenu } from '../mentions/mention-menu';
import { useMentionMenu } from '../mentions/use-mention-menu';
import { PresenceLine } from '../presence-line';
import { type Later, type Outgoing, useAddNote } from '../requests';
import { UploadTray } from '../upload/upload-tray';
import { addUploads, putBack, takeReady, useUploads } from '../upload/uploads';
import { usePresence } from '../use-presence';
import { useSending } from '../use-sending';
import { wordOptionId } from '../word-menu/word-menu';
import css from './composer.module.css';
import { ComposerBar, type Mode } from './composer-bar';
import { ComposerNotices } from './composer-notices';
import { SuggestedReply } from './draft/suggested-reply';
import { useDraft } from './draft/use-draft';
import { useDraftSync } from './draft/use-draft-sync';
import { useEnter } from './use-enter';
import { useTypingSign } from './use-typing-sign';

/** Puts the cursor into the field for replies, or for notes in a completed conversation. */
export type ComposerHandle = { readonly focus: () => void };

type Props = {
  readonly conversation: Conversation;
  /** Whether the cursor goes into the field at once. */
  readonly isToWrite: boolean;
  /** Opens the conversation that should be answered next; false if there is none. */
  readonly openNext: () => Promise<boolean>;
  readonly ref: Ref<ComposerHandle>;
};

/** The field for replies and notes. What cannot be sent stays, with the reason and the alternative. */
export function Composer({ conversation, isToWrite, openNext, ref }: Props) {
  const { t } = useTranslation();
  const { id, abilities, state, brandId } = conversation;
  const [wishedMode, setMode] = useState<Mode>('reply');
  const mode: Mode = state === 'completed' ? 'note' : wishedMode;
  const isReply = mode === 'reply';
  const { draft, setDraft, forget, restore } = useDraft(id, mode);
  const { suggestion, dismiss } = useDraftSync(conversation);
  const [cursor, setCursor] = useState(draft.length);
  const [isLaterOpen, setLaterOpen] = useState(false);
  const input = useRef<GetRef<typeof Input.TextArea>>(null);
  const section = useRef<HTMLElement>(null);
  const uploads = useUploads(id);
  const note = useAddNote(id);
  const presence = usePresence(id);
  const showTyping = useTypingSign(conversation);
  const { send, failure, forgetFailure, canHold } = useSending(conversation, (outgoing: Outgoing) => {
    if ('upload' in outgoing) putBack(id, outgoing.upload);
    else if (outgoing.content.type === 'text') restore(outgoing.content.text);
  });

  const write = (text: string, at: number): void => {
    setDraft(text);
    setCursor(at);
    const area = input.current?.resizableTextArea?.textArea;
    // Wait until the new text is rendered.
    requestAnimationFrame(() => {
      area?.focus();
      area?.setSelectionRange(at, at);
    });
  };
  const insert = (text: string): void => {
    const { selectionStart = draft.length, selectionEnd = draft.length } =
      input.current?.resizableTextArea?.textArea ?? {};
    write(draft.slice(0, selectionStart) + text + draft.slice(selectionEnd), selectionStart + text.length);
  };
  const canned = useCannedMenu({
    text: draft,
    cursor,
    brandId: isReply ? brandId : null,
    conversationId: id,
    pick: write,
  });
  const mention = useMentionMenu({ text: draft, cursor, brandId, isOffered: !isReply, pick: write });
  const fill = useFillCannedReply(id);
  const tellMissing = useTellMissing();
  const latestInsert = useRef(insert);
  latestInsert.current = insert;
  useCannedCommands(state === 'completed' ? null : brandId, (reply) => {
    setMode('reply');
    // A text that stays as it is need not wait for the API, which only counts it.
    const isPlain = !hasVariables(reply.text);
    if (isPlain) insert(reply.text);
    fill.mutate(reply, {
      onSuccess({ text: filled, missing }) {
        if (isPlain) return;
        latestInsert.current(filled);
        tellMissing(missing);
      },
    });
  });

  const focusOn = (next: Mode) => () => {
    setMode(next);
    input.current?.focus();
  };
  useShortcut('reply', state === 'completed' ? undefined : focusOn('reply'));
  useShortcut('note', focusOn('note'));
  useImperativeHandle(ref, () => ({ focus: focusOn('reply') }));
  useEffect(() => {
    if (isToWrite) input.current?.focus();
  }, [isToWrite]);
  const files = uploads.length;
  const filesBefore = useRef(files);
  useEffect(() => {
    // Files may be added from anywhere on the page. They belong to the reply, so go there.
    if (files > filesBefore.current) {
      setMode('reply');
      input.current?.focus();
    }
    filesBefore.current = files;
  }, [files]);

  const isTooLong = isReply && textBytes(draft) > LONGEST_TEXT_BYTES;
  const isBlank = draft.trim() === '';
  const ready = uploads.filter(({ attachment }) => attachment !== null);
  const isUploading =
    isReply && uploads.some(({ attachment, error }) => attachment === null && error === null);
  const hasContent = !isBlank || (isReply && ready.length > 0);
  const isSendable = hasContent && !isTooLong && !isUploading;
  const canSend = !isReply || abilities.reply.allowed;
  const isWindowOpen =
    conversation.window.open && Date.parse(conversation.window.closesAt) > ownNow(conversation, Date.now());
  // Who may hold a message may also schedule one, which needs no place before its time.
  const canSchedule = isReply && isWindowOpen && abilities.hold.allowed;

  const sendAll = (whenBlocked: 'reject' | 'hold', later?: Later): void => {
    presence.stopTyping();
    if (!isReply) {
      // Not `onSuccess`, which is not called once another conversation is open.
      if (!note.isPending)
        note.mutateAsync({ text: draft, mentions: mention.mentions }).then(
          () => forget(draft),
          () => undefined,
        );
      return;
    }
    for (const upload of takeReady(id)) {
      const { attachment } = upload;
      if (attachment === null || attachment.kind === 'file') continue;
      void send(
        { content: { type: attachment.kind, attachmentId: attachment.id }, upload },
        whenBlocked,
        later,
      );
    }
    if (isBlank) return;
    setDraft('');
    setCursor(0);
    void send({ content: { type: 'text', text: draft } }, whenBlocked, later);
  };
  const schedule = (later: Later): void => {
    // One that is held at its time leaves when the contact writes: just what `cancelOnReply` is to prevent.
    submit(later.cancelOnReply ? 'reject' : 'hold', later);
    // After the dialog has gone: the button that opened it can't be pressed any more.
    requestAnimationFrame(() => input.current?.focus());
  };
  const { onKeyDown, submit, stopped } = useEnter({
    draft,
    hasContent,
    isTooLong,
    isUploading,
    reply: abilities.reply,
    canSend,
    canHold: isReply && canHold,
    canSchedule,
    canned,
    mention,
    send: sendAll,
    openLater: () => setLaterOpen(true),
    openNext,
    focus: () => input.current?.focus(),
    blur: () => input.current?.blur(),
    leave: () => section.current?.closest('article')?.focus(),
  });
  const onPaste = (event: ClipboardEvent): void => {
    const { files: pasted, types } = event.clipboardData;
    // Word processors paste a text together with a picture of it: the text is meant.
    if (!isReply || pasted.length === 0 || types.includes('text/plain')) return;
    event.preventDefault();
    addUploads(id, [...pasted]);
  };
  const onTextChange = (text: string, at: number): void => {
    setDraft(text);
    setCursor(at);
    if (text === '') return;
    presence.typing();
    if (isReply) showTyping();
  };

  return (
    <section ref={section} className={css.composer} aria-label={t('conversation.composer')}>
      <PresenceLine conversation={conversation} presentAt={presence.presentAt} />
      {isReply && (
        <ComposerNotices
          conversation={conversation}
          failure={failure}
          forgetFailure={forgetFailure}
          stopped={stopped}
          hold={canHold && isSendable ? () => void submit('hold') : undefined}
        />
      )}
      {isReply && suggestion !== null && (
        <SuggestedReply
          suggestion={suggestion}
          use={() => {
            const text = isBlank ? suggestion.text : `${draft}\n${suggestion.text}`;
            write(text, text.length);
            dismiss();
          }}
          dismiss={dismiss}
        />
      )}
      <div className={css.box} data-mode={mode}>
        <CannedMenu found={canned.found} at={canned.at} use={canned.use} />
        <MentionMenu found={mention.found} at={mention.at} use={mention.use} />
        {isReply && <UploadTray conversationId={id} uploads={uploads} />}
        {isReply && uploads.length > 0 && (
          <p className={css.alone}>{t(isBlank ? 'composer.eachAlone' : 'composer.textAlone')}</p>
        )}
        <Input.TextArea
          ref={input}
          variant="borderless"
          autoSize={{ minRows: 2, maxRows: 8 }}
          value={draft}
          onChange={({ target }) => onTextChange(target.value, target.selectionStart)}
          onSelect={({ currentTarget }) => setCursor(currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          placeholder={t(placeholderOf(mode, state))}
          aria-label={t(`conversation.${mode}`)}
          aria-describedby={`bytes-${id}`}
          aria-invalid={isTooLong}
          {...menuOf(canned, CANNED_MENU_ID)}
          {...menuOf(mention, MENTION_MENU_ID)}
        />
        <ComposerBar
          conversation={conversation}
          mode={mode}
          setMode={setMode}
          insert={insert}
          draft={draft}
          isSendable={isSendable}
          canSend={canSend}
          canHold={isReply && canHold}
          canSchedule={canSchedule}
          isPending={!isReply && note.isPending}
          submit={(whenBlocked) => void submit(whenBlocked)}
          openLater={() => setLaterOpen(true)}
        />
      </div>
      {isLaterOpen && (
        <LaterDialog conversation={conversation} schedule={schedule} close={() => setLaterOpen(false)} />
      )}
    </section>
  );
}

function placeholderOf(mode: Mode, state: Conversation['state']) {
  if (mode === 'note') return 'conversation.notePlaceholder';
  return state === 'bot' ? 'conversation.replyPlaceholderBot' : 'conversation.replyPlaceholder';
}

/** Tells assistive technology of the open menu, whose keys are those of the field. */
function menuOf({ found, at }: { readonly found: readonly unknown[]; readonly at: number }, menuId: string) {
  if (found.length === 0) return {};
  const activeId = wordOptionId(menuId, at);
  return { 'aria-autocomplete': 'list', 'aria-controls': menuId, 'aria-activedescendant': activeId } as const;
}
