import { type SQL, sql } from 'drizzle-orm';
import type { ContactProfile } from '../../domain/contact';
import type { Database } from '../engine/database-types';
import { rowsOf, toMs } from '../engine/rows';

/** A contact whose profile WeChat is to be asked for. */
export type DueProfile = {
  readonly contactId: string;
  readonly openId: string;
  /** When it was claimed, epoch ms by the database's clock: what happens later is newer than WeChat's answer. */
  readonly claimedAt: number;
  /** Until when the claim lasts, epoch ms: as long as the row says so, it is due again for no other reason. */
  readonly leasedUntil: number;
  /** Our remark when it was claimed, and whether WeChat had it: another one is newer than WeChat's answer. */
  readonly remark: string | null;
  readonly remarkSync: 'synced' | 'pending' | 'failed' | null;
  /** How often WeChat was asked in vain before. */
  readonly tries: number;
};

/** A remark that is to be written to WeChat. */
export type DueRemark = {
  readonly contactId: string;
  readonly openId: string;
  readonly remark: string;
  /** How often WeChat was told in vain before. */
  readonly tries: number;
};

export type ContactCare = {
  /** Live channels for whose contacts something is to be asked of WeChat or told to it. */
  readonly dueChannels: () => Promise<readonly string[]>;
  /**
   * Claims due profiles of a channel, the oldest first. They are due again when `leaseMs` is over, or twice as long for
   * each time that was in vain before: what ends a process, or breaks on the way, is not asked for every minute for ever.
   */
  readonly claimProfiles: (
    channelId: string,
    limit: number,
    leaseMs: number,
  ) => Promise<readonly DueProfile[]>;
  /**
   * Keeps what WeChat told, unless the contact has followed or unfollowed since. A remark of ours that WeChat does not
   * have, or did not have at the claim, stays. `againAfterMs`: when to ask again, where WeChat may have more to tell;
   * null: when the contact acts.
   */
  readonly saveProfile: (
    due: DueProfile,
    profile: ContactProfile,
    againAfterMs: number | null,
  ) => Promise<void>;
  /**
   * WeChat told nothing: what is known stays. `retryAfterMs`: when to ask again; null: when the contact acts. Changes
   * nothing where the claim is over, or the contact has followed or unfollowed since.
   */
  readonly postponeProfile: (due: DueProfile, retryAfterMs: number | null) => Promise<void>;
  readonly claimRemarks: (channelId: string, limit: number, leaseMs: number) => Promise<readonly DueRemark[]>;
  /** WeChat has the remark. One that was written in the meantime stays pending. */
  readonly remarkSynced: (due: DueRemark) => Promise<void>;
  /** WeChat has it not: tried again after so many ms; null: given up, as `failed`. `errorCode`: WeChat's, if it answered. */
  readonly remarkNotSynced: (
    due: DueRemark,
    errorCode: number | null,
    retryAfterMs: number | null,
  ) => Promise<void>;
};

/** A lease of a minute becomes one of an hour. */
const MOST_DOUBLINGS = 6;

/**
 * The work on contacts that is waiting for WeChat. Each row says itself what is due and when; a claim moves that into
 * the future, so that it is a lease: what a process leaves behind comes up again.
 */
export function createContactCare({ db }: Pick<Database, 'db'>): ContactCare {
  const later = (ms: number) => sql`clock_timestamp() + ${ms} * interval '1 millisecond'`;
  const timeOf = (ms: number) => sql`${new Date(ms).toISOString()}::timestamptz`;
  const laterOrNull = (ms: number | null) => (ms === null ? sql`null` : later(ms));
  const endOfLease = (leaseMs: number, tries: SQL) =>
    sql`clock_timestamp() + ${leaseMs} * power(2, least(${tries}, ${MOST_DOUBLINGS})) * interval '1 millisecond'`;
  return {
    async dueChannels() {
      const rows = await rowsOf<{ id: string }>(
        db,
        sql`select id from channels where status = 'live' and (
              exists (select 1 from contacts where channel_id = channels.id and profile_due_at <= statement_timestamp())
              or exists (select 1 from contacts where channel_id = channels.id and remark_due_at <= statement_timestamp()))`,
      );
      return rows.map((row) => row.id);
    },

    async claimProfiles(channelId, limit, leaseMs) {
      const rows = await rowsOf<{
        id: string;
        open_id: string;
        claimed_at: Date | string;
        profile_due_at: Date | string;
        remark: string | null;
        remark_sync: DueProfile['remarkSync'];
        profile_tries: number;
      }>(
        db,
        // Whole milliseconds, so that the lease can be known again.
        sql`update contacts set profile_tries = profile_tries + 1,
              profile_due_at = date_trunc('milliseconds', ${endOfLease(leaseMs, sql`profile_tries`)}) where id in (
              select id from contacts where channel_id = ${channelId} and profile_due_at <= statement_timestamp()
              order by profile_due_at limit ${limit} for no key update skip locked
            ) returning id, open_id, clock_timestamp() as claimed_at, profile_due_at, remark, remark_sync, profile_tries`,
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
      const next = sql`profile_at = clock_timestamp(), profile_due_at = ${laterOrNull(againAfterMs)},
        profile_tries = ${againAfterMs === null ? sql`0` : sql`profile_tries`}`;
      const isNews = sql`(subscription_seen_at is null or subscription_seen_at <= ${timeOf(claimedAt)})`;
      if (!profile.isSubscribed) {
        // WeChat tells nothing else of who is gone: what was known stays.
        await db.execute(
          sql`update contacts set is_subscribed = false, unsubscribed_at = coalesce(unsubscribed_at, clock_timestamp()),
                ${next}
              where id = ${contactId} and ${isNews}`,
        );
        return;
      }
      const subscribedAt = profile.subscribedAt === null ? sql`subscribed_at` : timeOf(profile.subscribedAt);
      await db.execute(
        sql`update contacts set is_subscribed = true, subscribed_at = ${subscribedAt}, unsubscribed_at = null,
              subscribe_scene = ${profile.subscribeScene}, wechat_qr_scene = ${profile.qrScene},
              wechat_tag_ids = array(select jsonb_array_elements_text(${JSON.stringify(profile.tagIds)}::jsonb)::int),
              language = ${profile.language}, ${next},
              remark = case when remark_sync in ('pending', 'failed') or remark is distinct from ${remark}
                or remark_sync is distinct from ${remarkSync} then remark else ${profile.remark} end
            where id = ${contactId} and ${isNews}`,
      );
    },

    async postponeProfile({ contactId, leasedUntil }, retryAfterMs) {
      const wasAsked =
        retryAfterMs === null ? sql`profile_at = clock_timestamp(), profile_tries = 0,` : sql``;
      await db.execute(
        sql`update contacts set ${wasAsked} profile_due_at = ${laterOrNull(retryAfterMs)}
            where id = ${contactId} and profile_due_at = ${timeOf(leasedUntil)}`,
      );
    },

    async claimRemarks(channelId, limit, leaseMs) {
      const rows = await rowsOf<{ id: string; open_id: string; remark: string | null; remark_tries: number }>(
        db,
        sql`update contacts set remark_tries = remark_tries + 1,
              remark_due_at = ${endOfLease(leaseMs, sql`remark_tries`)} where id in (
              select id from contacts where channel_id = ${channelId} and remark_due_at <= statement_timestamp()
              order by remark_due_at limit ${limit} for no key update skip locked
            ) returning id, open_id, remark, remark_tries`,
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
        sql`update contacts set remark_sync = 'synced', remark_error_code = null, remark_due_at = null,
              remark_tries = 0
            where id = ${contactId} and remark = ${remark}`,
      );
    },

    async remarkNotSynced({ contactId, remark }, errorCode, retryAfterMs) {
      const state = retryAfterMs === null ? 'failed' : 'pending';
      await db.execute(
        sql`update contacts set remark_sync = ${state}, remark_error_code = ${errorCode},
              remark_due_at = ${laterOrNull(retryAfterMs)},
              remark_tries = ${retryAfterMs === null ? sql`0` : sql`remark_tries`}
            where id = ${contactId} and remark = ${remark}`,
      );
    },
  };
}
