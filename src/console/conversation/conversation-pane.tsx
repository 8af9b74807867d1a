import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../shared/conversations/received';
import { useConversation } from '../shared/conversations/use-conversations';
import { notify } from '../shared/notify';
import { Failed, Loading } from '../shared/ui/states';
import { Composer } from './composer';
import css from './conversation-pane.module.css';
import { Header } from './header';
import { SendMeter } from './send-meter';
import { TranscriptView } from './transcript-view';
import { addUploads } from './uploads';
import { useFileDrop } from './use-file-drop';
import { useRefusal } from './use-refusal';

/** One conversation: what was written, what may be done, and the composer. */
export function ConversationPane({ id, backTo }: { readonly id: string; readonly backTo: string }) {
  const { t } = useTranslation();
  const { data: conversation, error, refetch } = useConversation(id);
  const title = conversation?.contact.name;
  useEffect(() => {
    if (title === undefined) return;
    document.title = `${title} · ${t('common.appName')}`;
    return () => {
      document.title = t('common.appName');
    };
  }, [title, t]);
  if (conversation === undefined) {
    return error === null ? (
      <Loading label={t('conversation.loading')} />
    ) : (
      <Failed error={error} retry={refetch} />
    );
  }
  return <Pane conversation={conversation} backTo={backTo} />;
}

function Pane({ conversation, backTo }: { readonly conversation: Conversation; readonly backTo: string }) {
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
      <Header conversation={conversation} backTo={backTo} />
      <SendMeter conversation={conversation} />
      <TranscriptView conversation={conversation} />
      <Composer conversation={conversation} />
    </article>
  );
}
