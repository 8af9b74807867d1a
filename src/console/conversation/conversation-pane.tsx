import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shownName } from '../../words/contact-name';
import type { Conversation } from '../shared/conversations/received';
import { useConversation } from '../shared/conversations/use-conversations';
import { notify } from '../shared/notify';
import { Loaded } from '../shared/ui/loaded';
import { CardForms } from './cards/card-forms';
import { Composer, type ComposerHandle } from './composer/composer';
import { SendMeter } from './composer/send-meter';
import { useFileDrop } from './composer/use-file-drop';
import { SearchWords } from './content/linked-text';
import css from './conversation-pane.module.css';
import { Header } from './header';
import { SearchHits } from './search/search-hits';
import { useHits } from './search/use-hits';
import { TranscriptView } from './transcript/transcript-view';
import { addUploads } from './upload/uploads';
import { useKeptFocus } from './use-kept-focus';
import { useMarkSeen } from './use-mark-seen';
import { useRefusal } from './use-refusal';

/** What a search was looking for: its words, the position of the message that has them, and the id of the visit. */
type SearchTarget = {
  readonly words: string | undefined;
  readonly at: number | undefined;
  readonly visit: string | undefined;
};

type Props = {
  readonly backTo: string;
  readonly target: SearchTarget;
  /** More buttons for the header, before those of the conversation itself. */
  readonly actions: ReactNode;
  /** The address of another conversation. */
  readonly addressOf: (conversationId: string) => string;
  /** Puts the cursor into the composer when the conversation opens. */
  readonly isToWrite: boolean;
  /** Opens the conversation that should be answered next; false if there is none. */
  readonly openNext: () => Promise<boolean>;
};

/** One conversation: its transcript, the actions on it, and the composer. */
export function ConversationPane({ id, ...props }: Props & { readonly id: string }) {
  const { t } = useTranslation();
  const query = useConversation(id);
  const contact = query.data?.contact;
  const title = contact && shownName(contact, t);
  useEffect(() => {
    if (title === undefined) return;
    document.title = `${title} · ${t('common.appName')}`;
    return () => {
      document.title = t('common.appName');
    };
  }, [title, t]);
  return (
    <Loaded query={query} label={t('conversation.loading')}>
      {(conversation) => <Pane conversation={conversation} {...props} />}
    </Loaded>
  );
}

function Pane({
  conversation,
  backTo,
  target,
  actions,
  addressOf,
  isToWrite,
  openNext,
}: Props & { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const { id, contact, abilities, state } = conversation;
  const pane = useRef<HTMLElement>(null);
  const composer = useRef<ComposerHandle>(null);
  // Each of these replaces buttons of the header.
  useKeptFocus(pane, `${state} ${conversation.operator?.id} ${conversation.snoozedUntil}`);
  const refusal = useRefusal(abilities.hold);
  useMarkSeen(conversation);
  const hits = useHits(conversation, target.words);
  const [chosen, choose] = useState<{ readonly seq: number; readonly visit: string | undefined } | null>(
    null,
  );
  // A new visit from the list opens where that says.
  const at = chosen?.visit === target.visit ? (chosen?.seq ?? target.at) : target.at;
  const { isOver, handlers } = useFileDrop((files) => {
    if (refusal === null) addUploads(id, files);
    else notify({ kind: 'warning', title: refusal });
  });
  return (
    <article ref={pane} tabIndex={-1} className={css.pane} aria-label={shownName(contact, t)} {...handlers}>
      {isOver && (
        <p className={css.dropHint} aria-hidden>
          {t('composer.drop')}
        </p>
      )}
      <Header
        conversation={conversation}
        backTo={backTo}
        actions={actions}
        addressOf={addressOf}
        focusComposer={() => composer.current?.focus()}
      />
      <SendMeter conversation={conversation} />
      <CardForms conversation={conversation}>
        {target.words !== undefined && (
          <SearchHits
            words={target.words}
            hits={hits}
            at={at}
            show={(seq) => choose({ seq, visit: target.visit })}
          />
        )}
        <SearchWords value={target.words}>
          <TranscriptView
            key={`${target.visit} ${at}`}
            conversation={conversation}
            at={at}
            addressOf={addressOf}
          />
        </SearchWords>
        <Composer ref={composer} conversation={conversation} isToWrite={isToWrite} openNext={openNext} />
      </CardForms>
    </article>
  );
}
