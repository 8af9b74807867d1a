/**
 * Rules about the people who write to a channel: what they are called, what may be noted of them, when WeChat is asked.
 */

/** What WeChat tells of a contact (`user/info`); no nickname and no picture since 2021-12-27. Null: not told. */
export type ContactProfile = {
  readonly isSubscribed: boolean;
  /** Epoch milliseconds. */
  readonly subscribedAt: number | null;
  readonly remark: string | null;
  readonly tagIds: readonly number[];
  readonly subscribeScene: string | null;
  readonly qrScene: string | null;
  readonly language: string | null;
};

/** How far a remark is at WeChat: there, on its way, or refused. */
export const REMARK_SYNCS = ['synced', 'pending', 'failed'] as const;
export type RemarkSync = (typeof REMARK_SYNCS)[number];

/** WeChat takes remarks of under 30 characters (docs/wechat.md#people-and-qr-codes). */
export const LONGEST_REMARK = 29;
export const MOST_TAGS = 20;
export const LONGEST_TAG = 30;

const DAY_MS = 24 * 60 * 60_000;
/** A contact who acts is looked up again when the profile is older than this. */
export const PROFILE_MAX_AGE_MS = DAY_MS;

/** Why a contact could not be updated: WeChat was unreachable, or its answer could not be read (in full). */
export type NotRead = 'away' | 'unreadable';

const FIRST_RETRY_MS = 60_000;
const LONGEST_AWAY_MS = 60 * 60_000;

/**
 * When WeChat is asked again about a contact, in ms, after `tries` earlier failures: the pause doubles each time. An
 * outage ends, so that pause grows to an hour at most; an answer that stays unreadable for a day is given up. Null: not
 * before the contact acts again.
 */
export function contactRetryMs(reason: NotRead, tries: number): number | null {
  const pauseMs = FIRST_RETRY_MS * 2 ** Math.min(tries, 20);
  if (reason === 'away') return Math.min(pauseMs, LONGEST_AWAY_MS);
  return pauseMs > DAY_MS ? null : pauseMs;
}

/** What a contact is called by. */
export type NamedContact = {
  readonly id: string;
  readonly name: string | null;
  readonly remark: string | null;
};

/**
 * A contact's name wherever one is shown: what operators call them, else WeChat's remark, else a made one, the same
 * every time.
 * @example contactName({ id: '…4f1a', name: null, remark: null }) // '微信用户 4f1a'
 */
export function contactName({ id, name, remark }: NamedContact): string {
  return name || remark || `微信用户 ${id.slice(-4)}`;
}

/** Tags as they are kept: without spaces around them, each once, in the order given. */
export function toTags(words: readonly string[]): readonly string[] {
  return [...new Set(words.map((word) => word.trim()))];
}
