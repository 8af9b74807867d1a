/** Names for what the API sends and takes; everything else is in `components` and `operations`. */
import type { components } from './schema.js';

type Schemas = components['schemas'];

export type Conversation = Schemas['Conversation'];
export type Message = Schemas['Message'];
export type NewMessage = Schemas['NewMessage'];
export type Contact = Schemas['Contact'];
export type Attachment = Schemas['Attachment'];
export type Problem = Schemas['Problem'];
/** The codes of this version of the API. A newer desk may send others. */
export type ProblemCode = Problem['code'];

/** What the event stream sends, by the event's name. */
export type StreamEvents = {
  /** From here on nothing is missed: load what you show only after this. */
  readonly ready: Record<string, never>;
  readonly conversation: Conversation;
  readonly message: Message;
  /** An alert of the token's operator. */
  readonly alert: Schemas['Alert'];
  /** Somebody looks at a conversation or types in it. Never repeated. */
  readonly presence: Schemas['PresentPeople']['others'][number] & { readonly conversationId: string };
  /** Somebody has come, gone, or chosen a status. Never repeated. */
  readonly availability: Schemas['ColleagueAvailability'];
  /** The draft of the token's operator, or the suggestion to them, has changed: load it again. Never repeated. */
  readonly draft: { readonly conversationId: string };
  /** Everything about this contact was erased: show and keep nothing of them any more. */
  readonly contact_erased: { readonly contactId: string };
  /** Too much was missed: load everything again. */
  readonly resync: Record<string, never>;
};

/** One event. `id` is null if it is never repeated; any other may be passed as `lastEventId`. */
export type StreamEvent = {
  readonly [Name in keyof StreamEvents]: {
    readonly type: Name;
    readonly id: string | null;
    readonly data: StreamEvents[Name];
  };
}[keyof StreamEvents];
