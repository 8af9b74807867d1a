/** A contact's row, and what it becomes outside this folder. */
import type { SQL } from 'drizzle-orm';
import type { ChannelKind } from '../../domain/channel-kinds';
import type { RemarkSync } from '../../domain/contact';
import { toMs, toMsOrNull } from '../engine/rows';
import { type RowOf, sql } from '../engine/sql';
import { channels } from '../schema/channels';
import { contacts } from '../schema/contacts';
import { operators } from '../schema/people';

/** How to reach a contact. */
export type ContactAddress = { readonly channelId: string; readonly openId: string };

/** The scene of a QR code that brought a contact. Epoch ms. */
export type Visit = { readonly scene: string; readonly at: number };

/** A person who writes to one of our channels. Times are epoch ms. */
export type Contact = ContactAddress & {
  readonly id: string;
  readonly brandId: string;
  readonly channelKind: ChannelKind;
  /** The name that operators gave them; null: see `contactName`. */
  readonly name: string | null;
  readonly remark: string | null;
  /** Null: no operator has ever set a remark. */
  readonly remarkSync: RemarkSync | null;
  /** WeChat's code if it refused the last remark; null: it did not, or could not be reached. */
  readonly remarkErrorCode: number | null;
  readonly tags: readonly string[];
  readonly subscription: {
    /** Null: not known yet. */
    readonly isSubscribed: boolean | null;
    readonly subscribedAt: number | null;
    readonly unsubscribedAt: number | null;
    /** WeChat's code, e.g. `ADD_SCENE_QR_CODE`. */
    readonly subscribeScene: string | null;
    readonly qrScene: string | null;
    readonly tagIds: readonly number[];
    readonly language: string | null;
    /** When WeChat was last asked. */
    readonly askedAt: number | null;
  };
  readonly firstVisit: Visit | null;
  readonly lastVisit: Visit | null;
  readonly block: {
    readonly at: number;
    readonly reason: string;
    readonly operator: { readonly id: string; readonly name: string | null };
  } | null;
  /** Nothing of them may be erased or removed by retention. */
  readonly legalHold: boolean;
  readonly createdAt: number;
};

export type ContactRow = RowOf<
  typeof contacts,
  | 'id'
  | 'channelId'
  | 'openId'
  | 'name'
  | 'remark'
  | 'remarkSync'
  | 'remarkErrorCode'
  | 'tags'
  | 'isSubscribed'
  | 'subscribedAt'
  | 'unsubscribedAt'
  | 'subscribeScene'
  | 'wechatQrScene'
  | 'wechatTagIds'
  | 'language'
  | 'profileAt'
  | 'firstScene'
  | 'firstSceneAt'
  | 'lastScene'
  | 'lastSceneAt'
  | 'blockedAt'
  | 'blockedBy'
  | 'blockedReason'
  | 'legalHold'
  | 'createdAt'
> &
  RowOf<typeof channels, 'brandId' | 'kind'> & { readonly blocked_by_name: string | null };

/** Selects contacts with their brand; `tail` begins after the joins. */
export function selectContacts(tail: SQL): SQL {
  const c = contacts;
  return sql`
    select ${c.id}, ${c.channelId}, ${channels.brandId}, ${channels.kind}, ${c.openId}, ${c.name}, ${c.remark}, ${c.remarkSync},
      ${c.remarkErrorCode}, ${c.tags}, ${c.isSubscribed}, ${c.subscribedAt}, ${c.unsubscribedAt}, ${c.subscribeScene},
      ${c.wechatQrScene}, ${c.wechatTagIds}, ${c.language}, ${c.profileAt}, ${c.firstScene}, ${c.firstSceneAt},
      ${c.lastScene}, ${c.lastSceneAt}, ${c.blockedAt}, ${c.blockedBy}, ${c.blockedReason},
      ${c.legalHold}, ${operators.name} as blocked_by_name, ${c.createdAt}
    from ${contacts} join ${channels} on ${channels.id} = ${c.channelId}
      left join ${operators} on ${operators.id} = ${c.blockedBy} ${tail}`;
}

/** The row as a {@link Contact}. */
export function toContact(row: ContactRow): Contact {
  return {
    id: row.id,
    channelId: row.channel_id,
    brandId: row.brand_id,
    channelKind: row.kind,
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
    legalHold: row.legal_hold,
    createdAt: toMs(row.created_at),
  };
}

function toVisit(scene: string | null, at: Date | string | null): Visit | null {
  return scene === null || at === null ? null : { scene, at: toMs(at) };
}
