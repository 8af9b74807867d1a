import { useTranslation } from 'react-i18next';
import type { MessageBody } from '../../../contracts/conversations/message';
import { partsOf, textOf } from '../../../words/message-fields';
import { useWriteCard } from '../cards/card-forms';
import { filled } from '../cards/filled';
import type { CardContent } from '../requests';
import { addStored } from '../upload/uploads';
import { useDraft } from './draft/use-draft';

/**
 * Puts the contents of a message back where they were written: text and files into the composer, a menu or an article
 * into its form. Undefined for messages that the console cannot write: those that only the API can send, and a video
 * with a title or description.
 */
export function useWriteAgain(message: MessageBody, conversationId: string): (() => void) | undefined {
  const { t } = useTranslation();
  const { restore } = useDraft(conversationId, 'reply');
  const writeCard = useWriteCard();
  const { type, text = '', attachment } = message;
  if (type === 'text') return () => restore(text);
  const card = cardOf(message);
  if (card !== null) return () => writeCard(card);
  if (type !== 'image' && type !== 'voice' && type !== 'video') return undefined;
  if (attachment === undefined || hasWords(message)) return undefined;
  return () => addStored(conversationId, attachment, attachment.name ?? t(`messageTypes.${type}`));
}

function hasWords(message: MessageBody): boolean {
  return textOf(message, 'title') !== '' || textOf(message, 'description') !== '';
}

/** The menu, article or link in a message; null if it is none of them. */
function cardOf(message: MessageBody): CardContent | null {
  if (message.type === 'msgmenu') {
    return {
      type: 'msgmenu',
      ...filled('head', textOf(message, 'head')),
      items: partsOf(message, 'items').map((item) => ({
        id: textOf(item, 'id'),
        text: textOf(item, 'text'),
      })),
      ...filled('tail', textOf(message, 'tail')),
    };
  }
  if (message.type === 'news') {
    return {
      type: 'news',
      title: textOf(message, 'title'),
      url: textOf(message, 'url'),
      ...filled('description', textOf(message, 'description')),
      ...filled('pictureUrl', textOf(message, 'pictureUrl')),
    };
  }
  if (message.type === 'link') {
    return {
      type: 'link',
      title: textOf(message, 'title'),
      description: textOf(message, 'description'),
      url: textOf(message, 'url'),
      thumbUrl: textOf(message, 'thumbUrl'),
    };
  }
  return null;
}
