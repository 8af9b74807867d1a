import { useEffect, useRef } from 'react';
import { useMatch, useNavigate } from 'react-router';
import { useConversation } from '../shared/conversations/use-conversations';
import { useStored } from '../shared/ui/use-stored';
import { usePhone, usePhoneView } from './requests';

export type ChosenContact = {
  /** Undefined if there are no contacts yet. */
  readonly openId: string | undefined;
  readonly choose: (openId: string) => void;
};

/** The contact whose phone is shown: the last choice in this browser, or else the first. */
export function useContact(): ChosenContact {
  const [stored, choose] = useStored('demo.contact');
  const contacts = usePhone().data?.contacts ?? [];
  const openId = (contacts.find((one) => one.openId === stored) ?? contacts[0])?.openId;
  return { openId, choose };
}

/** The conversation that the console shows, from its address. */
function useOpenId(): string {
  return useMatch('/inbox/:list/:id')?.params.id ?? '';
}

/**
 * Switches to the phone of the contact whose conversation is opened in the console: once for each conversation, so that
 * another phone can be chosen afterwards, and not while someone is typing on the current phone (`isWriting`).
 */
export function useFollowing({ openId, choose }: ChosenContact, isWriting: () => boolean): void {
  const id = useOpenId();
  const contactOpenId = useConversation(id).data?.contact.openId;
  const contacts = usePhone().data?.contacts;
  const followedId = useRef('');
  useEffect(() => {
    if (id === '') followedId.current = '';
    if (contactOpenId === undefined || contacts === undefined || followedId.current === id) return;
    followedId.current = id;
    // A contact of another account has no phone here.
    if (contactOpenId === openId || !contacts.some((one) => one.openId === contactOpenId)) return;
    if (!isWriting()) choose(contactOpenId);
  }, [id, contactOpenId, contacts, openId, choose, isWriting]);
}

/** Opens the contact's newest conversation in the console; undefined if it is open, or if there is none. */
export function useShowInConsole(openId: string): (() => void) | undefined {
  const navigate = useNavigate();
  const openedId = useOpenId();
  const id = usePhoneView(openId).data?.conversation?.id;
  if (id === undefined || id === openedId) return undefined;
  return () => void navigate(`/inbox/all/${encodeURIComponent(id)}`);
}
