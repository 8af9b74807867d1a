/** A contact's row and what it means outside of this folder. */
import { type SQL, sql } from 'drizzle-orm';
import type { RemarkSync } from '../../domain/contact';
import { toMs } from '../engine/rows';

/** Where a contact is reached. */
export type ContactAddress = { readonly channelId: string; readonly openId: string };

/** A QR code's scene by which a contact came. Epoch ms. */
export type Visit = { readonly scene: string; readonly at: number };

/** A person who writes to one of our channels. Times are epoch ms. */
export type Contact = ContactAddress & {
  readonly id: string;
  readonly brandId: string;
  /** What operators call them; null: see `contactName`. */
  readonly name: string | null;
  readonly remark: string | null;
  /** Null: no remark was ever written here. */
  readonly remarkSync: RemarkSync | null;
  /** WeChat's code where it refused the remark last; null: it did not, or was out of reach. */
  readonly remarkErrorCode: number | null;
  readonly tags: readonly string[];
  readonly subscription: {
    /** Null: nobody knows yet. */
    readonly isSubscribed: boolean | null;
    readonly subscribedAt: number | null;
    readonly unsubscribedAt: number | null;
    /** WeChat's words, e.g. `ADD_SCENE_QR_CODE`. */
    readonly subscribeScene: string | null;
    readonly qrScene: string | null;
    readonly tagIds: readonly number[];
    readonly language: string | null;
    /** When WeChat was asked last. */
    readonly askedAt: number | null;
  };
  readonly firstVisit: Visit | null;
  readonly lastVisit: Visit | null;
  readonly block: {
    readonly at: number;
    readonly reason: string;
    readonly operator: { readonly id: string; readonly name: string | null };
  } | null;
  readonly createdAt: number;
};

type Time = Date | string | null;

export type ContactRow = {
  readonly id: string;
  readonly channel_id: string;
  readonly brand_id: string;
  readonly open_id: string;
  readonly name: string | null;
  readonly remark: string | null;
  readonly remark_sync: RemarkSync | null;
  readonly remark_error_code: number | null;
  readonly tags: readonly string[];
  readonly is_subscribed: boolean | null;
  readonly subscribed_at: Time;
  readonly unsubscribed_at: Time;
  readonly subscribe_scene: string | null;
  readonly wechat_qr_scene: string | null;
  readonly wechat_tag_ids: readonly number[];
  readonly language: string | null;
  readonly profile_at: Time;
  readonly first_scene: string | null;
  readonly first_scene_at: Time;
  readonly last_scene: string | null;
  readonly last_scene_at: Time;
  readonly blocked_at: Time;
  readonly blocked_by: string | null;
  readonly blocked_reason: string | null;
  readonly blocked_by_name: string | null;
  readonly created_at: Date | string;
};

/** Selects contacts with their brand; `tail` begins behind the joins. */
export function selectContacts(tail: SQL): SQL {
  return sql`
    select contacts.id, contacts.channel_id, channels.brand_id, contacts.open_id, contacts.name, contacts.remark,
      contacts.remark_sync, contacts.remark_error_code, contacts.tags, contacts.is_subscribed, contacts.subscribed_at,
      contacts.unsubscribed_at, contacts.subscribe_scene, contacts.wechat_qr_scene, contacts.wechat_tag_ids,
      contacts.language, contacts.profile_at, contacts.first_scene, contacts.first_scene_at, contacts.last_scene,
      contacts.last_scene_at, contacts.blocked_at, contacts.blocked_by, contacts.blocked_reason,
      operators.name as blocked_by_name, contacts.created_at
    from contacts join channels on channels.id = contacts.channel_id
      left join operators on operators.id = contacts.blocked_by ${tail}`;
}

/** The row as a {@link Contact}. */
export function toContact(row: ContactRow): Contact {
  return {
    id: row.id,
    channelId: row.channel_id,
    brandId: row.brand_id,
    openId: row.open_id,
    name: row.name,
    remark: row.remark,
    remarkSync: row.remark_sync,
    remarkErrorCode: row.remark_error_code,
    tags: row.tags,
    subscription: {
      isSubscribed: row.is_subscribed,
      subscribedAt: toMsOrNull(row.subscribed_at),
      unsubscribedAt: toMsOrNull(row.unsubscribed_at),
      subscribeScene: row.subscribe_scene,
      qrScene: row.wechat_qr_scene,
      tagIds: row.wechat_tag_ids,
      language: row.language,
      askedAt: toMsOrNull(row.profile_at),
    },
    firstVisit: toVisit(row.first_scene, row.first_scene_at),
    lastVisit: toVisit(row.last_scene, row.last_scene_at),
    block:
      row.blocked_at === null
        ? null
        : {
            at: toMs(row.blocked_at),
            reason: row.blocked_reason ?? '',
            operator: { id: row.blocked_by ?? '', name: row.blocked_by_name },
          },
    createdAt: toMs(row.created_at),
  };
}

function toVisit(scene: string | null, at: Time): Visit | null {
  return scene === null || at === null ? null : { scene, at: toMs(at) };
}

function toMsOrNull(value: Time): number | null {
  return value === null ? null : toMs(value);
}
