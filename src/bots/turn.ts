/** One turn of a conversation with a bot: what it is asked. Holds texts, so it never enters Temporal. */

export type TurnMessage = {
  /** Its id in the transcript. */
  readonly id: string;
  /** The transcript's type: `text`, `image`, `msgmenu_tap` … */
  readonly type: string;
  /** Its words, also those heard in a voice message; empty if it has none. */
  readonly text: string;
  /** Of a tap on a menu of the bot: the bot's own id of the choice (`domain/bots/menu-ids.ts`); null else. */
  readonly menuId: string | null;
  /** Where its file can be had; null: it has none. */
  readonly attachmentUrl: string | null;
  /** A picture's file, read only for a bot that is shown pictures; null: it has none, or it is not here yet. */
  readonly picture: { readonly mediaType: string; readonly bytes: Buffer } | null;
};

/** What was sent and received before: no notes, and nothing that was held or failed. */
export type HistoryMessage = {
  readonly from: 'contact' | 'desk';
  readonly type: string;
  readonly text: string;
};

export type Turn = {
  /** The same for every try. */
  readonly id: string;
  readonly conversation: {
    readonly id: string;
    readonly channelId: string;
    /** ISO 8601. */
    readonly startedAt: string;
    /** From 1, which is the first time that the bot is asked in this conversation. */
    readonly turn: number;
  };
  readonly contact: { readonly id: string; readonly name: string | null; readonly tags: readonly string[] };
  /** What the contact wrote since the last answer, oldest first; at least one. */
  readonly messages: readonly TurnMessage[];
  /** Oldest first; at least as many as the bot is shown. */
  readonly history: readonly HistoryMessage[];
  /** Whether this is the conversation's first batch: nobody, people included, has had one before it. */
  readonly isFirst: boolean;
  readonly isOutOfHours: boolean;
  /** How many messages may be answered now, without those that only people may use. */
  readonly remaining: number;
  /** ISO 8601. */
  readonly windowClosesAt: string;
  /** ISO 8601, of the contact's clock. */
  readonly now: string;
  /** Where a `webhook` may answer later. */
  readonly replyUrl: string;
  /** Under which id a `salesiq` bot may answer later: `POST /api/v1/bots/callbacks/:requestId`. */
  readonly requestId: string;
  /** What the bot asked to remember in this conversation; null at the beginning. Stored, never in Temporal. */
  readonly memory: unknown;
  /** Whether people have just given the conversation back: questions from before are settled. Left out: no. */
  readonly isAfterHandback?: boolean | undefined;
};

/** A message's words; in square brackets what it is, if it has none. */
export function wordsOf({ type, text }: { readonly type: string; readonly text: string }): string {
  return text === '' ? `[${type}]` : text;
}
