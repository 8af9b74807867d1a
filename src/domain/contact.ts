/**
 * Rules about contacts: how they are named, which remarks and tags they can have, and when WeChat is asked about them.
 */
import { searchForm } from './search-form';

/**
 * What WeChat says about a contact (`user/info`); no nickname or picture since 2021-12-27. Null: WeChat did not say.
 */
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

/** Whether WeChat has the remark: yes, not yet, or it was refused. */
export const REMARK_SYNCS = ['synced', 'pending', 'failed'] as const;
export type RemarkSync = (typeof REMARK_SYNCS)[number];

/** WeChat accepts remarks of fewer than 30 characters (docs/wechat.md#people-and-qr-codes). */
export const LONGEST_REMARK = 29;
export const MOST_TAGS = 20;
export const LONGEST_TAG = 30;

const DAY_MS = 24 * 60 * 60_000;
/** When a contact does something, their profile is read again if it is older than this. */
export const PROFILE_MAX_AGE_MS = DAY_MS;

/** Why a contact could not be updated: WeChat was unreachable, or its answer could not be read (in full). */
export type NotRead = 'away' | 'unreadable';

const FIRST_RETRY_MS = 60_000;
const LONGEST_AWAY_MS = 60 * 60_000;

/**
 * After how many ms WeChat is asked again about a contact, following `tries` earlier failures: the pause doubles each
 * time. During an outage it grows to at most an hour; after a day of unreadable answers we give up. Null: not until the
 * contact does something.
 */
export function contactRetryMs(reason: NotRead, tries: number): number | null {
  const pauseMs = FIRST_RETRY_MS * 2 ** Math.min(tries, 20);
  if (reason === 'away') return Math.min(pauseMs, LONGEST_AWAY_MS);
  return pauseMs > DAY_MS ? null : pauseMs;
}

/** What a contact's displayed name is made from. */
export type NamedContact = {
  readonly id: string;
  readonly name: string | null;
  readonly remark: string | null;
};

/**
 * A contact's name wherever one is shown: the name that operators gave them, else WeChat's remark, else one generated
 * from the id.
 * @example contactName({ id: '…4f1a', name: null, remark: null }) // '微信用户 4f1a'
 */
export function contactName({ id, name, remark }: NamedContact): string {
  return givenName({ name, remark }) ?? `微信用户 ${markOf(id)}`;
}

/** The end of a contact's id, by which people tell those without a name apart. */
export function markOf(contactId: string): string {
  return contactId.slice(-MARK_LENGTH);
}

/** Characters. */
export const MARK_LENGTH = 4;
/** What stands before the mark in a made name, in each language of the console (`contact.madeName`), as a search form. */
const MADE_NAMES = ['微信用户', 'wechat user', 'wechat ユーザー'];
const MARK = /^[0-9a-f]{4}$/;

/**
 * The mark of the contact whose made name is searched for, or whose mark alone; null: the words are neither.
 * @example markSearched('WeChat user FC3D') // 'fc3d'
 */
export function markSearched(search: string): string | null {
  const form = searchForm(search).trim();
  const before = MADE_NAMES.find((name) => form.startsWith(name)) ?? '';
  const mark = form.slice(before.length).trimStart();
  return MARK.test(mark) ? mark : null;
}

/**
 * The name that people gave a contact, here or at WeChat. Null: there is only a generated name, which contacts must not
 * see.
 */
export function givenName({ name, remark }: Omit<NamedContact, 'id'>): string | null {
  return name || remark || null;
}

/** Tags as they are stored: trimmed, without duplicates, in the order given. */
export function toTags(words: readonly string[]): readonly string[] {
  return [...new Set(words.map((word) => word.trim()))];
}
