import type { SQL } from 'drizzle-orm';
import { contactHas } from '../conversations/conversation-search';
import type { Database, Db } from '../engine/database-types';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { rowsOf, toTextArray } from '../engine/rows';
import { namesOf, type RowOf, sql } from '../engine/sql';
import { type AuditActor, appendAudit } from '../people/audit-log';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';
import { moveClock } from './contact-clock';
import {
  type Contact,
  type ContactAddress,
  type ContactRow,
  selectContacts,
  toContact,
} from './contact-rows';

/** Notified after the commit when a contact was blocked or changed, e.g. when a remark has to be written to WeChat. */
export const CONTACTS_NOTICE = 'duihua_contacts';

export type ContactFilter = {
  readonly channelId?: string;
  readonly openId?: string;
  readonly tag?: string;
  readonly isSubscribed?: boolean;
  readonly isBlocked?: boolean;
  /** Part of the shown name, the remark, a tag or the openid. */
  readonly search?: string;
  /** Brands that the reader may see; null: all of them. */
  readonly brandIds: readonly string[] | null;
};

/** The fields that operators can change; what is left out stays as it is. */
export type ContactChange = {
  /** Null: back to the generated name. */
  readonly name?: string | null | undefined;
  /** Written to WeChat afterwards; empty: no remark. */
  readonly remark?: string | undefined;
  readonly tags?: readonly string[] | undefined;
};

export type Contacts = {
  readonly addressOf: (contactId: string) => Promise<ContactAddress | null>;
  readonly get: (contactId: string) => Promise<Contact | null>;
  /** Oldest first. */
  readonly list: (filter: ContactFilter, page: PageRequest) => Promise<Page<Contact>>;
  /** Changes a contact; null if there is none. */
  readonly update: (contactId: string, change: ContactChange) => Promise<Contact | null>;
  /** Blocks a contact. If they are already blocked, the first reason stays. Null if there is none. */
  readonly block: (contactId: string, reason: string, by: AuditActor) => Promise<Contact | null>;
  /** Moves the clock of a simulated contact forward by `ms`, from `at` (epoch ms) on: for the demo. */
  readonly moveClock: (contactId: string, ms: number, at: number) => Promise<void>;
  readonly unblock: (contactId: string, by: AuditActor) => Promise<Contact | null>;
  /** Puts a contact under legal hold, or ends it; the reason stands in the audit log. Null if there is none. */
  readonly hold: (
    contactId: string,
    change: { readonly isHeld: boolean; readonly reason: string },
    by: AuditActor,
  ) => Promise<Contact | null>;
  /** The tags of a brand's contacts, the most used first; at most `limit`. */
  readonly tagsOfBrand: (
    brandId: string,
    limit: number,
  ) => Promise<readonly { readonly tag: string; readonly count: number }[]>;
};

const contact = namesOf(contacts);
/** Those that were erased are found nowhere. */
const IS_THERE = sql`${contacts.erasedAt} is null`;

/** The people who write to our channels. */
export function createContacts({ db }: Database): Contacts {
  const read = async (from: Db, tail: SQL): Promise<readonly Contact[]> =>
    (await rowsOf<ContactRow>(from, selectContacts(tail))).map(toContact);
  const get = async (from: Db, contactId: string): Promise<Contact | null> =>
    (await read(from, sql`where ${contacts.id} = ${contactId} and ${IS_THERE}`))[0] ?? null;

  /** Runs an update that may change nothing, and audits it if it did change something. */
  const act = (
    contactId: string,
    by: AuditActor,
    action: 'contact.blocked' | 'contact.unblocked' | 'contact.held' | 'contact.released',
    update: SQL,
    details?: { readonly reason: string },
  ): Promise<Contact | null> =>
    db.transaction(async (tx) => {
      const [changed] = await rowsOf<RowOf<typeof contacts, 'id'>>(tx, update);
      if (changed !== undefined) {
        await tx.execute(announceContact(contactId));
        await appendAudit(tx, by, {
          action,
          target: { type: 'contact', id: contactId },
          ...(details === undefined ? {} : { details }),
        });
      }
      return get(tx, contactId);
    });

  return {
    async addressOf(contactId) {
      const [row] = await rowsOf<RowOf<typeof contacts, 'channelId' | 'openId'>>(
        db,
        sql`select ${contacts.channelId}, ${contacts.openId} from ${contacts}
            where ${contacts.id} = ${contactId} and ${IS_THERE}`,
      );
      return row === undefined ? null : { channelId: row.channel_id, openId: row.open_id };
    },
    get: (contactId) => get(db, contactId),
    async list({ channelId, openId, tag, isSubscribed, isBlocked, search, brandIds }, { limit, after }) {
      if (brandIds?.length === 0) return { items: [], nextCursor: null };
      const conditions = [
        IS_THERE,
        ...(channelId === undefined ? [] : [sql`${contacts.channelId} = ${channelId}`]),
        ...(openId === undefined ? [] : [sql`${contacts.openId} = ${openId}`]),
        ...(tag === undefined ? [] : [sql`${contacts.tags} @> ${toTextArray([tag])}`]),
        // Worded exactly as in the partial indexes.
        ...(isSubscribed === undefined
          ? []
          : [sql`${contacts.isSubscribed} = ${sql.raw(String(isSubscribed))}`]),
        ...(isBlocked === undefined
          ? []
          : [isBlocked ? sql`${contacts.blockedAt} is not null` : sql`${contacts.blockedAt} is null`]),
        ...(search === undefined ? [] : [contactHas(search)]),
        ...(brandIds === null ? [] : [sql`${channels.brandId} in ${brandIds}`]),
        ...(after === undefined ? [] : [sql`${contacts.id} > ${after}`]),
      ];
      const rows = await read(
        db,
        sql`where ${sql.join(conditions, sql` and `)} order by ${contacts.id} limit ${limit + 1}`,
      );
      return toPage(rows, limit);
    },
    update: (contactId, change) =>
      db.transaction(async (tx) => {
        const sets = [...setsOf(change)];
        if (sets.length > 0) {
          await tx.execute(
            sql`update ${contacts} set ${sql.join(sets, sql`, `)} where ${contacts.id} = ${contactId}`,
          );
          await tx.execute(announceContact(contactId));
        }
        return get(tx, contactId);
      }),
    block: (contactId, reason, by) =>
      act(
        contactId,
        by,
        'contact.blocked',
        sql`update ${contacts} set ${contact.blockedAt} = clock_timestamp(), ${contact.blockedBy} = ${by.operatorId},
              ${contact.blockedReason} = ${reason}
            where ${contacts.id} = ${contactId} and ${contacts.blockedAt} is null returning ${contacts.id}`,
      ),
    async moveClock(contactId, ms, at) {
      await db.execute(moveClock(contactId, ms, at));
    },
    unblock: (contactId, by) =>
      act(
        contactId,
        by,
        'contact.unblocked',
        sql`update ${contacts} set ${contact.blockedAt} = null, ${contact.blockedBy} = null,
              ${contact.blockedReason} = null
            where ${contacts.id} = ${contactId} and ${contacts.blockedAt} is not null returning ${contacts.id}`,
      ),
    hold: (contactId, { isHeld, reason }, by) =>
      act(
        contactId,
        by,
        isHeld ? 'contact.held' : 'contact.released',
        sql`update ${contacts} set ${contact.legalHold} = ${isHeld}
            where ${contacts.id} = ${contactId} and ${contacts.legalHold} <> ${isHeld} and ${IS_THERE}
            returning ${contacts.id}`,
        { reason },
      ),
    tagsOfBrand: (brandId, limit) =>
      rowsOf<{ tag: string; count: number }>(
        db,
        sql`select tag, count(*)::int as count
            from ${contacts} join ${channels} on ${channels.id} = ${contacts.channelId}
              cross join unnest(${contacts.tags}) as tag
            where ${channels.brandId} = ${brandId} and ${contacts.tags} <> '{}'
            group by tag order by count(*) desc, tag limit ${limit}`,
      ),
  };
}

function setsOf({ name, remark, tags }: ContactChange): SQL[] {
  return [
    ...(name === undefined ? [] : [sql`${contact.name} = ${name}`]),
    ...(tags === undefined ? [] : [sql`${contact.tags} = ${toTextArray(tags)}`]),
    // Stored here first; a remark that WeChat already has is not written again.
    ...(remark === undefined
      ? []
      : [
          sql`${contact.remark} = ${remark}`,
          sql`${contact.remarkSync} = case when ${isAtWeChat(remark)} then 'synced' else 'pending' end`,
          sql`${contact.remarkDueAt} = case when ${isAtWeChat(remark)} then null else clock_timestamp() end`,
          sql`${contact.remarkErrorCode} = null, ${contact.remarkTries} = 0`,
        ]),
  ];
}

function isAtWeChat(remark: string): SQL {
  return sql`(coalesce(${contacts.remark}, '') = ${remark} and ${contacts.remarkSync} is not distinct from 'synced')`;
}

function announceContact(contactId: string): SQL {
  return sql`select pg_notify(${CONTACTS_NOTICE}, ${contactId})`;
}
