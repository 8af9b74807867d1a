import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageBody } from '../../contracts/message';
import { describeMessage } from '../shared/conversations/describe-message';
import css from './transcript-view.module.css';

type Content = ComponentType<{ readonly message: MessageBody }>;

/** How each type of message is shown; a new type gets its line here. What is not here is told in words. */
const CONTENTS: Readonly<Record<string, Content>> = { text: Text };

/** What stands inside a bubble. */
export function MessageContent({ message }: { readonly message: MessageBody }) {
  const Shown = CONTENTS[message.type] ?? InWords;
  return <Shown message={message} />;
}

/** React escapes: whatever a contact writes stays text. */
function Text({ message }: { readonly message: MessageBody }) {
  return message.text;
}

function InWords({ message }: { readonly message: MessageBody }) {
  const { t, i18n } = useTranslation();
  return <span className={css.kind}>{describeMessage(message, t, i18n.exists)}</span>;
}
