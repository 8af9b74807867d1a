import { lazy } from 'react';
import { ContactToggle } from '../contact/contact-toggle';
import { laterTexts } from '../i18n/i18n';
import { InboxPage, type OpenConversation } from '../inbox/inbox-page';

const ConversationPane = lazy(async () => ({
  default: (await import('../conversation/conversation-pane')).ConversationPane,
}));
const ContactPanel = lazy(async () => {
  const [panel] = await Promise.all([import('../contact/contact-panel'), laterTexts()]);
  return { default: panel.ContactPanel };
});

/** The inbox with the open conversation and its contact beside the lists. */
export function InboxRoute() {
  return <InboxPage renderOpen={renderOpen} />;
}

function renderOpen({ id, target, backTo, addressOf, isToWrite, openNext }: OpenConversation) {
  return (
    <>
      <ConversationPane
        key={id}
        id={id}
        target={target}
        backTo={backTo}
        actions={<ContactToggle />}
        addressOf={addressOf}
        isToWrite={isToWrite}
        openNext={openNext}
      />
      <ContactPanel conversationId={id} addressOf={addressOf} />
    </>
  );
}
