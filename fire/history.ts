/** What a run records: everything that its clients saw, and what was done to the desk. The checker reads nothing else. */
import type { ConversationBody } from '../src/contracts/conversations/conversation';
import type { MessageBody } from '../src/contracts/conversations/message';
import type { Call } from '../src/simulator/ledger';
import type { Delivery } from '../src/simulator/webhook/deliveries';

/** `unknown`: the answer got lost, so it may have happened or not. */
export type Outcome = 'ok' | 'failed' | 'unknown';

export const PRESSES = ['attend', 'transfer', 'complete', 'handback'] as const;
export type Press = (typeof PRESSES)[number];

/** One thing that a client did; times are epoch ms. */
export type Operation = {
  /** `write`: a contact wrote, and `ok` means that a webhook answered `success`. */
  readonly kind: 'write' | 'reply' | Press;
  readonly openId: string;
  /** The text of a message; every text is used once in a run. */
  readonly text: string | null;
  readonly conversationId: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly outcome: Outcome;
  /** The last HTTP status; null: no answer came. */
  readonly status: number | null;
  /** The problem's code of a refusal. */
  readonly code: string | null;
};

/** One fault: its kind, what it hit, and when; epoch ms. */
export type Injected = {
  readonly kind: string;
  readonly target: string;
  readonly startedAt: number;
  /** When everything was as before: the process is up again, the line is open. */
  readonly endedAt: number;
};

/** What the workflow says of its newest conversation. */
export type OwnView = {
  readonly id: string;
  readonly state: string;
  readonly operatorId: string | null;
  readonly sent: number;
};

/** Everything that can be seen of one contact after the run. */
export type ContactState = {
  readonly openId: string;
  readonly channelId: string;
  /** The whole timeline, read from each API process. */
  readonly transcripts: readonly (readonly MessageBody[])[];
  /** The conversations, oldest first, read from each API process. */
  readonly conversations: readonly (readonly ConversationBody[])[];
  /** When the timeline was read, epoch ms; missing in histories of older releases. What happened later is not in it. */
  readonly readAt?: number;
  /** `none`: it has no conversation; `silent`: it did not answer. */
  readonly own: OwnView | 'none' | 'silent';
};

/** A process that ended without being told to, or did not end when it was; a program of others that got what it cannot read. */
export type BadEnd = { readonly process: string; readonly at: number; readonly how: string };

/** A question as it reached the bot, and what was said to it. One that is asked again after a crash is there twice. */
export type Question = {
  readonly at: number;
  readonly conversationId: string;
  /** Of the conversation, from 1. */
  readonly turn: number;
  readonly isSigned: boolean;
  readonly messageIds: readonly string[];
  readonly texts: readonly string[];
  /** The texts of the answer; each is used once in a run. */
  readonly says: readonly string[];
  /** What it wants next. */
  readonly then: 'stay' | 'handover' | 'end';
  /** Whether the whole answer was given, and was a valid one; what was cut off may not leave. */
  readonly isGiven: boolean;
  /** Said later by itself; null: nothing was. */
  readonly later: Later | null;
};

/** What a bot said after “later”. `failed`: it was refused at once, so nothing of it may be there. */
export type Later = { readonly text: string; readonly outcome: Outcome };

/** One delivery of an event to the endpoint: a try. */
export type Told = {
  readonly at: number;
  /** `webhook-id`. */
  readonly id: string;
  readonly event: string;
  readonly sequence: number;
  /** When it happened, as the body says; ISO. */
  readonly timestamp: string;
  readonly conversationId: string | null;
  readonly messageId: string | null;
  readonly contactId: string | null;
  readonly channelId: string | null;
  readonly isSigned: boolean;
  /** Whether it was answered with 2xx, as far as the endpoint knows. */
  readonly isAcknowledged: boolean;
};

/** What the event streams of one operator told, over all of them: each goes on where the one before was cut. */
export type Heard = {
  /** How many streams there were, and how often one said `resync`. */
  readonly streams: number;
  readonly resyncs: number;
  /** From when on whatever changes has to be told: the first `ready`, or the last `resync`; epoch ms. */
  readonly since: number;
  /** By id, the last `changedAt` of each message and the last `version` of each conversation since then. */
  readonly messages: Readonly<Record<string, string>>;
  readonly conversations: Readonly<Record<string, number>>;
};

export type RunHistory = {
  readonly startedAt: number;
  readonly loadEndedAt: number;
  readonly takenAt: number;
  readonly operations: readonly Operation[];
  readonly injected: readonly Injected[];
  /** WeChat's own record of the calls that reached it, and of its deliveries. */
  readonly calls: readonly Call[];
  readonly deliveries: readonly Delivery[];
  readonly contacts: readonly ContactState[];
  /** What the bot was asked. */
  readonly questions: readonly Question[];
  /** What the endpoint of the outgoing webhook got; null: the run had none, as in older releases. */
  readonly told: readonly Told[] | null;
  /** What operators were told by their event streams, until everything had been read; missing in older histories. */
  readonly heard?: readonly Heard[];
  /** Where an openid, a text or a secret was found that must not be there; missing in older histories. */
  readonly leaks?: readonly string[];
  /** Workflows whose tasks still failed after the run; null: the server does not say. Missing in older histories. */
  readonly failingWorkflows?: number | null;
  /** Contacts with whom something was still under way minutes after the last fault; missing in older histories. */
  readonly restless?: readonly string[];
  /** Channels that still wait until WeChat accepts their calls again. */
  readonly pausedChannelIds: readonly string[];
  readonly badEnds: readonly BadEnd[];
  /** How many programs wanted a core, per core, at most, as the machine's load average says. The desk's own are among them. */
  readonly busiest: number;
  /** The same before the run: other programs. Missing in older histories. */
  readonly busyBefore?: number;
};

/**
 * The conversation that a contact has now: the open one, else the one that was completed last. A conversation that begins
 * with a message that was delayed may be older than one that is over.
 */
export function newestOf(conversations: readonly ConversationBody[]): ConversationBody | undefined {
  return [...conversations].sort((one, other) => endOf(one) - endOf(other)).at(-1);
}

/** An open one ends after all others. */
function endOf({ completedAt }: ConversationBody): number {
  return completedAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(completedAt);
}
