import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../shared/conversations/received';
import { useConversation } from '../shared/conversations/use-conversations';
import { notify } from '../shared/notify';
import { Loaded } from '../shared/ui/loaded';
import { CardForms } from './cards/card-forms';
import { Composer } from './composer/composer';
import { SendMeter } from './composer/send-meter';
import { useFileDrop } from './composer/use-file-drop';
import { SearchWords } from './content/linked-text';
import css from './conversation-pane.module.css';
import { Header } from './header';
import { TranscriptView } from './transcript/transcript-view';
import { addUploads } from './upload/uploads';
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
};

/** One conversation: its transcript, the actions on it, and the composer. */
export function ConversationPane({ id, ...props }: Props & { readonly id: string }) {
  const { t } = useTranslation();
  const query = useConversation(id);
  const title = query.data?.contact.name;
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

function Pane({ conversation, backTo, target, actions }: Props & { readonly conversation: Conversation }) {
  const { t } = useTranslation();
  const { id, contact, abilities } = conversation;
  const refusal = useRefusal(abilities.hold);
  const { isOver, handlers } = useFileDrop((files) => {
    if (refusal === null) addUploads(id, files);
    else notify({ kind: 'warning', title: refusal });
  });
  return (
    <article className={css.pane} aria-label={contact.name} {...handlers}>
      {isOver && (
        <p className={css.dropHint} aria-hidden>
          {t('composer.drop')}
        </p>
      )}
      <Header conversation={conversation} backTo={backTo} actions={actions} />
      <SendMeter conversation={conversation} />
      <CardForms conversation={conversation}>
        <SearchWords value={target.words}>
          <TranscriptView key={target.visit} conversation={conversation} at={target.at} />
        </SearchWords>
        <Composer conversation={conversation} />
      </CardForms>
    </article>
  );
}
