import { createContext, type ReactNode, useContext, useState } from 'react';
import type { Conversation } from '../../shared/conversations/received';
import type { ArticleContent, CardContent, LinkContent, MenuContent } from '../requests';
import { ArticleDialog } from './article-dialog';
import { LinkDialog } from './link-dialog';
import { MenuDialog } from './menu-dialog';

export const BLANK_MENU: MenuContent = {
  type: 'msgmenu',
  items: [
    { id: '1', text: '' },
    { id: '2', text: '' },
  ],
};
export const BLANK_ARTICLE: ArticleContent = { type: 'news', title: '', url: '' };
export const BLANK_LINK: LinkContent = { type: 'link', title: '', description: '', url: '', thumbUrl: '' };

const WriteCard = createContext<(card: CardContent) => void>(() => undefined);

/**
 * The forms for a conversation's menus, articles and links. They are beside the composer, not in it: the composer changes
 * with the conversation, and a form stays until it is sent or closed.
 */
export function CardForms(props: { readonly conversation: Conversation; readonly children: ReactNode }) {
  const { conversation, children } = props;
  const [card, write] = useState<CardContent | null>(null);
  const close = (): void => write(null);
  return (
    <WriteCard value={write}>
      {children}
      {card?.type === 'msgmenu' && <MenuDialog conversation={conversation} card={card} close={close} />}
      {card?.type === 'news' && <ArticleDialog conversation={conversation} card={card} close={close} />}
      {card?.type === 'link' && <LinkDialog conversation={conversation} card={card} close={close} />}
    </WriteCard>
  );
}

/** Opens the form for a menu, an article or a link, with the given contents. */
export function useWriteCard(): (card: CardContent) => void {
  return useContext(WriteCard);
}
