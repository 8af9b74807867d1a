import type { SQLWrapper } from 'drizzle-orm';
import { CHANNEL_KINDS, featuresOf } from '../../domain/channel-kinds';
import type { ContactProfile } from '../../domain/contact';
import type { Database } from '../engine/database-types';
import { rowsOf, toMs, toTimestamp } from '../engine/rows';
import { type NotNull, namesOf, type RowOf, sql } from '../engine/sql';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';

/** A contact whose profile is due to be fetched from WeChat. */
export type DueProfile = {
  readonly contactId: string;
  readonly openId: string;
  /** When it was claimed, epoch ms by the database's clock: anything later is newer than WeChat's answer. */
  readonly claimedAt: number;
  /** When the claim ends, epoch ms. While the row still has this value, nothing else has made the profile due. */
  readonly leasedUntil: number;
  /**
   * Our remark at the time of the claim, and whether WeChat had it: if it has changed since, it is newer than WeChat's
   * answer.
   */
  readonly remark: string | null;
  readonly remarkSync: 'synced' | 'pending' | 'failed' | null;
  /** Failed attempts before this one. */
  readonly tries: number;
};

/** A remark that is due to be written to WeChat. */
export type DueRemark = {
  readonly contactId: string;
  readonly openId: string;
  readonly remark: string;
  /** Failed attempts before this one. */
  readonly tries: number;
};

export type ContactSync = {
  /** Live channels with contacts whose profile is to be fetched from WeChat or whose remark is to be written to it. */
  readonly dueChannels: () => Promise<readonly string[]>;
  /**
   * Claims due profiles of a channel, the oldest first. They are due again after `leaseMs`, doubled for each failed
   * attempt, so that a profile that crashes its process or always fails is not fetched every minute for ever.
   */
  readonly claimProfiles: (
    channelId: string,
    limit: number,
    leaseMs: number,
  ) => Promise<readonly DueProfile[]>;
  /**
   * Saves WeChat's answer, unless the contact has followed or unfollowed since. Our remark stays if WeChat does not
   * have it, or did not have it at the time of the claim. `againAfterMs`: when to ask again because WeChat may know
   * more then; null: when the contact acts.
   */
  readonly saveProfile: (
    due: DueProfile,
    profile: ContactProfile,
    againAfterMs: number | null,
  ) => Promise<void>;
  /**
   * WeChat gave no answer: what is known does not change. `againAfterMs`: when to ask again; null: when the contact
   * acts. Changes nothing if the claim is over, or the contact has followed or unfollowed since.
   */
  readonly postponeProfile: (due: DueProfile, againAfterMs: number | null) => Promise<void>;
  readonly claimRemarks: (channelId: string, limit: number, leaseMs: number) => Promise<readonly DueRemark[]>;
  /** Records that WeChat has the remark. A remark that was set in the meantime stays pending. */
  readonly remarkSynced: (due: DueRemark) => Promise<void>;
  /**
   * Records that WeChat does not have it: it is tried again after `againAfterMs`; null: it is given up as `failed`.
   * `errorCode`: WeChat's, if it answered.
   */
  readonly remarkNotSynced: (
    due: DueRemark,
    errorCode: number | null,
    againAfterMs: number | null,
  ) => Promise<void>;
};

const contact = namesOf(contacts);

/** Of the others WeChat says nothing about a contact, and keeps no remark. */
const KINDS_WITH_PROFILES = CHANNEL_KINDS.filter((kind) => featuresOf(kind).profile);

type ClaimedProfileRow = RowOf<typeof contacts, 'id' | 'openId' | 'remark' | 'remarkSync' | 'profileTries'> &
  NotNull<RowOf<typeof contacts, 'profileDueAt'>> & { readonly claimed_at: Date | string };

/** A lease of one minute grows to about an hour. */
const MOST_DOUBLINGS = 6;

/**
 * Keeps contacts in step with WeChat: profiles are fetched from it, remarks are written to it. Each row says what is
 * due and when. A claim moves that time into the future, so it works like a lease: what a process leaves unfinished
 * becomes due again.
 */
export function createContactSync({ db }: Pick<Database, 'db'>): ContactSync {
  const later = (ms: number) => sql`clock_timestamp() + ${ms} * interval '1 millisecond'`;
  const laterOrNull = (ms: number | null) => (ms === null ? sql`null` : later(ms));
  const endOfLease = (leaseMs: number, tries: SQLWrapper) =>
    sql`clock_timestamp() + ${leaseMs} * power(2, least(${tries}, ${MOST_DOUBLINGS})) * interval '1 millisecond'`;
  return {
    async dueChannels() {
      const rows = await rowsOf<RowOf<typeof channels, 'id'>>(
        db,
        sql`select ${channels.id} from ${channels} where ${channels.status} = 'live' and ${channels.kind} in ${KINDS_WITH_PROFILES} and (
              exists (select 1 from ${contacts}
                where ${contacts.channelId} = ${channels.id} and ${contacts.profileDueAt} <= statement_timestamp())
              or exists (select 1 from ${contacts}
                where ${contacts.channelId} = ${channels.id} and ${contacts.remarkDueAt} <= statement_timestamp()))`,
      );
      return rows.map((row) => row.id);
    },

    async claimProfiles(channelId, limit, leaseMs) {
      const rows = await rowsOf<ClaimedProfileRow>(
        db,
        // Whole milliseconds, so that the lease can be compared later.
        sql`update ${contacts} set ${contact.profileTries} = ${contacts.profileTries} + 1,
              ${contact.profileDueAt} = date_trunc('milliseconds', ${endOfLease(leaseMs, contacts.profileTries)})
            where ${contacts.id} in (
              select ${contacts.id} from ${contacts}
              where ${contacts.channelId} = ${channelId} and ${contacts.profileDueAt} <= statement_timestamp()
              order by ${contacts.profileDueAt} limit ${limit} for no key update skip locked
            ) returning ${contacts.id}, ${contacts.openId}, clock_timestamp() as claimed_at, ${contacts.profileDueAt},
              ${contacts.remark}, ${contacts.remarkSync}, ${contacts.profileTries}`,
      );
      return rows.map((row) => ({
        contactId: row.id,
        openId: row.open_id,
        claimedAt: toMs(row.claimed_at),
        leasedUntil: toMs(row.profile_due_at),
        remark: row.remark,
        remarkSync: row.remark_sync,
        tries: row.profile_tries - 1,
      }));
    },

    async saveProfile({ contactId, claimedAt, remark, remarkSync }, profile, againAfterMs) {
      const next = sql`${contact.profileAt} = clock_timestamp(), ${contact.profileDueAt} = ${laterOrNull(againAfterMs)},
        ${contact.profileTries} = ${againAfterMs === null ? sql`0` : contacts.profileTries}`;
      const isNews = sql`(${contacts.subscriptionSeenAt} is null
        or ${contacts.subscriptionSeenAt} <= ${toTimestamp(claimedAt)})`;
      if (!profile.isSubscribed) {
        // WeChat says nothing more about contacts who have left: what was known stays.
        await db.execute(
          sql`update ${contacts} set ${contact.isSubscribed} = false,
                ${contact.unsubscribedAt} = coalesce(${contacts.unsubscribedAt}, clock_timestamp()), ${next}
              where ${contacts.id} = ${contactId} and ${isNews}`,
        );
        return;
      }
      const subscribedAt =
        profile.subscribedAt === null ? contacts.subscribedAt : toTimestamp(profile.subscribedAt);
      await db.execute(
        sql`update ${contacts} set ${contact.isSubscribed} = true, ${contact.subscribedAt} = ${subscribedAt},
              ${contact.unsubscribedAt} = null, ${contact.subscribeScene} = ${profile.subscribeScene},
              ${contact.wechatQrScene} = ${profile.qrScene}, ${contact.wechatTagIds} =
                array(select jsonb_array_elements_text(${JSON.stringify(profile.tagIds)}::jsonb)::int),
              ${contact.language} = ${profile.language}, ${next},
              ${contact.remark} = case when ${contacts.remarkSync} in ('pending', 'failed')
                or ${contacts.remark} is distinct from ${remark} or ${contacts.remarkSync} is distinct from ${remarkSync}
                then ${contacts.remark} else ${profile.remark} end
            where ${contacts.id} = ${contactId} and ${isNews}`,
      );
    },

    async postponeProfile({ contactId, leasedUntil }, againAfterMs) {
      const wasAsked =
        againAfterMs === null
          ? sql`${contact.profileAt} = clock_timestamp(), ${contact.profileTries} = 0,`
          : sql``;
      await db.execute(
        sql`update ${contacts} set ${wasAsked} ${contact.profileDueAt} = ${laterOrNull(againAfterMs)}
            where ${contacts.id} = ${contactId} and ${contacts.profileDueAt} = ${toTimestamp(leasedUntil)}`,
      );
    },

    async claimRemarks(channelId, limit, leaseMs) {
      const rows = await rowsOf<RowOf<typeof contacts, 'id' | 'openId' | 'remark' | 'remarkTries'>>(
        db,
        sql`update ${contacts} set ${contact.remarkTries} = ${contacts.remarkTries} + 1,
              ${contact.remarkDueAt} = ${endOfLease(leaseMs, contacts.remarkTries)}
            where ${contacts.id} in (
              select ${contacts.id} from ${contacts}
              where ${contacts.channelId} = ${channelId} and ${contacts.remarkDueAt} <= statement_timestamp()
              order by ${contacts.remarkDueAt} limit ${limit} for no key update skip locked
            ) returning ${contacts.id}, ${contacts.openId}, ${contacts.remark}, ${contacts.remarkTries}`,
      );
      return rows.map((row) => ({
        contactId: row.id,
        openId: row.open_id,
        remark: row.remark ?? '',
        tries: row.remark_tries - 1,
      }));
    },

    async remarkSynced({ contactId, remark }) {
      await db.execute(
        sql`update ${contacts} set ${contact.remarkSync} = 'synced', ${contact.remarkErrorCode} = null,
              ${contact.remarkDueAt} = null, ${contact.remarkTries} = 0
            where ${contacts.id} = ${contactId} and ${contacts.remark} = ${remark}`,
      );
    },

    async remarkNotSynced({ contactId, remark }, errorCode, againAfterMs) {
      const state = againAfterMs === null ? 'failed' : 'pending';
      await db.execute(
        sql`update ${contacts} set ${contact.remarkSync} = ${state}, ${contact.remarkErrorCode} = ${errorCode},
              ${contact.remarkDueAt} = ${laterOrNull(againAfterMs)},
              ${contact.remarkTries} = ${againAfterMs === null ? sql`0` : contacts.remarkTries}
            where ${contacts.id} = ${contactId} and ${contacts.remark} = ${remark}`,
      );
    },
  };
}
