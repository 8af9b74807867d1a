import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useConversation } from '../shared/conversations/use-conversations';
import { Failed, Loading } from '../shared/ui/states';
import { Composer } from './composer';
import css from './conversation-pane.module.css';
import { Header } from './header';
import { SendMeter } from './send-meter';
import { TranscriptView } from './transcript-view';

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
  return (
    <article className={css.pane} aria-label={conversation.contact.name}>
      <Header conversation={conversation} backTo={backTo} />
      <SendMeter conversation={conversation} />
      <TranscriptView conversation={conversation} />
      <Composer conversation={conversation} />
    </article>
  );
}
