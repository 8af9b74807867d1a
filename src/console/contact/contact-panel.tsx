import { CloseOutlined } from '@ant-design/icons';
import { Button, Drawer } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Conversation } from '../shared/conversations/received';
import { useConversation } from '../shared/conversations/use-conversations';
import { useSignedInMe } from '../shared/session/session';
import { Loaded } from '../shared/ui/loaded';
import { useFocusReturn } from '../shared/ui/use-focus-return';
import { BlockSection } from './block-section';
import css from './contact-panel.module.css';
import { EarlierConversations } from './earlier-conversations';
import { ExportSection } from './export-section';
import { PrivacySection } from './privacy-section';
import { Profile } from './profile';
import { useContact } from './requests';
import { useContactVisibility } from './visibility';

type Props = {
  readonly conversationId: string;
  /** The address of another conversation. */
  readonly addressOf: (conversationId: string) => string;
};

/** The contact of a conversation: beside it, or in a drawer if there is no room. */
export function ContactPanel({ conversationId, addressOf }: Props) {
  const { t } = useTranslation();
  const { data: conversation } = useConversation(conversationId);
  const { hasRoom, isShown, show } = useContactVisibility();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a drawer does not stay open over the next conversation
  useEffect(() => {
    if (!hasRoom) show(false);
  }, [conversationId]);
  if (conversation === undefined || !isShown) return null;
  const contact = <Contact conversation={conversation} addressOf={addressOf} />;
  if (!hasRoom) {
    return <ContactDrawer close={() => show(false)}>{contact}</ContactDrawer>;
  }
  return (
    <aside className={css.panel} aria-label={t('contact.title')}>
      <div className={css.heading}>
        <h2 className={css.title}>{t('contact.title')}</h2>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined aria-hidden />}
          aria-label={t('contact.hide')}
          onClick={() => show(false)}
        />
      </div>
      {contact}
    </aside>
  );
}

function ContactDrawer(props: { readonly close: () => void; readonly children: ReactNode }) {
  const { t } = useTranslation();
  useFocusReturn();
  return (
    <Drawer open title={t('contact.title')} size={340} onClose={props.close}>
      {props.children}
    </Drawer>
  );
}

function Contact(props: {
  readonly conversation: Conversation;
  readonly addressOf: (conversationId: string) => string;
}) {
  const { t } = useTranslation();
  const { conversation, addressOf } = props;
  const me = useSignedInMe();
  const query = useContact(conversation.contact.id);
  return (
    <Loaded query={query} label={t('contact.loading')}>
      {(contact) => (
        <div className={css.contact} key={contact.id}>
          <Profile contact={contact} workflowUrl={conversation.workflow.url} />
          <EarlierConversations contact={contact} openId={conversation.id} addressOf={addressOf} />
          <BlockSection contact={contact} />
          <ExportSection contactId={contact.id} />
          {me.role === 'administrator' && <PrivacySection contact={contact} />}
        </div>
      )}
    </Loaded>
  );
}
