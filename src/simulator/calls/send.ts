import type { Account } from '../accounts';
import type { Contact, Contacts } from '../phone/contacts';
import { chargeWindows, judgeWindows } from '../phone/windows';
import { PlatformError, SUCCESS } from './errcodes';
import type { Media } from './media';
import { checkSendForm } from './send-form';

const TYPING_MS = 15_000;
const INTERACTION_MS = 30_000;

type Answer = typeof SUCCESS;
type Body = Readonly<Record<string, unknown>>;

export type Send = ReturnType<typeof createSend>;

/** The two calls by which the account reaches a contact: `custom/send` and `custom/typing`. */
export function createSend(contacts: Contacts, media: Media, changed: () => void) {
  function receiver(account: Account, openId: string): Contact {
    const contact = contacts.find(account.appId, openId);
    if (contact === undefined) throw new PlatformError(40003);
    const isFollowed = account.kind === 'official_account';
    if (isFollowed && !contact.follows)
      throw new PlatformError(contact.unfollowedAt === null ? 43004 : 45015);
    return contact;
  }

  /**
   * Delivers a customer-service message (docs "Send customer service message"). Checked in this order: form
   * (`checkSendForm`), media (40007, 40121), receiver (40003; of an Official Account 43004 never followed, 45015 unfollowed), windows (45015
   * none open, 45047 used up). Only an accepted message is charged to the windows; it ends the typing state.
   */
  function send(account: Account, body: Record<string, unknown>): Answer {
    const form = checkSendForm(body, account);
    for (const { mediaId, kinds } of form.media) {
      if (!kinds.includes(media.find(account.appId, mediaId).kind)) throw new PlatformError(40121);
    }
    const contact = receiver(account, form.toUser);
    const now = contacts.now(contact);
    const verdict = judgeWindows(contact.windows, now);
    if (verdict !== 0) throw new PlatformError(verdict);
    contact.windows = chargeWindows(contact.windows, now);
    contact.lastInteractionAt = now;
    contact.typingUntil = null;
    contacts.receive(contact, form.msgtype, body);
    return SUCCESS;
  }

  /**
   * Shows or ends "typing" for 15 s (docs "Customer service input status"). Refusals: 45072 command, those of the
   * receiver, 45080 no message from either side in the last 30 s, 45081 already shown. Not charged to the windows.
   */
  function typing(account: Account, body: Body): Answer {
    const { touser: toUser, command } = body;
    if (typeof toUser !== 'string' || toUser === '') throw new PlatformError(41009);
    if (command !== 'Typing' && command !== 'CancelTyping') throw new PlatformError(45072);
    const contact = receiver(account, toUser);
    const now = contacts.now(contact);
    if (contact.lastInteractionAt === null || now - contact.lastInteractionAt > INTERACTION_MS)
      throw new PlatformError(45080);
    const isOn = contact.typingUntil !== null && now < contact.typingUntil;
    if (command === 'Typing' && isOn) throw new PlatformError(45081);
    contact.typingUntil = command === 'Typing' ? now + TYPING_MS : null;
    changed();
    return SUCCESS;
  }

  return { send, typing };
}
