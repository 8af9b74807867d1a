import { useEffect, useRef } from 'react';
import { useMatch, useNavigate } from 'react-router';
import { useConversation } from '../shared/conversations/use-conversations';
import { useStored } from '../shared/ui/use-stored';
import { usePhone, usePhoneView } from './requests';

export type ChosenContact = {
  /** Undefined: there is nobody yet. */
  readonly openId: string | undefined;
  readonly choose: (openId: string) => void;
};

/** Whose phone is shown: who was chosen last in this browser, else the first. */
export function useContact(): ChosenContact {
  const [stored, choose] = useStored('demo.contact');
  const contacts = usePhone().data?.contacts ?? [];
  const openId = (contacts.find((one) => one.openId === stored) ?? contacts[0])?.openId;
  return { openId, choose };
}

/** The conversation that the console beside the phone shows, by its address. */
function useOpenId(): string {
  return useMatch('/inbox/:list/:id')?.params.id ?? '';
}

/**
 * Takes the phone of whoever's conversation is opened in the console: once for each that is opened, so that another
 * phone can be taken afterwards; and not while somebody writes on the one that is there (`isWriting`).
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

/** Opens the contact's newest conversation in the console; undefined where it is open, or there is none. */
export function useShowInConsole(openId: string): (() => void) | undefined {
  const navigate = useNavigate();
  const openedId = useOpenId();
  const id = usePhoneView(openId).data?.conversation?.id;
  if (id === undefined || id === openedId) return undefined;
  return () => void navigate(`/inbox/all/${encodeURIComponent(id)}`);
}
