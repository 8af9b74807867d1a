import type { Account } from '../accounts';
import type { Contact, Contacts } from '../phone/contacts';
import { PlatformError, SUCCESS } from './errcodes';

const BATCH = 100;
const REMARK_CHARACTERS = 30;

type Body = Readonly<Record<string, unknown>>;

export type Users = ReturnType<typeof createUsers>;

/** The calls about users (docs "Get user basic information", "Set remark"). */
export function createUsers(contacts: Contacts, changed: () => void) {
  function contactOf(account: Account, openId: unknown): Contact {
    if (openId === undefined || openId === '') throw new PlatformError(41009);
    const contact = typeof openId === 'string' ? contacts.find(account.appId, openId) : undefined;
    if (contact === undefined) throw new PlatformError(40003);
    return contact;
  }

  return {
    /** `user/info`: only `subscribe: 0` and the open id for a user who does not follow. Refusals: 41009, 40003. */
    info: (account: Account, openId: unknown): Body => present(contactOf(account, openId)),

    /** `user/info/batchget`: at most 100 (40035); an unknown open id refuses the whole call with 40003. */
    batch(account: Account, body: Body): Body {
      const list = body.user_list;
      if (!Array.isArray(list) || list.length === 0 || list.length > BATCH) throw new PlatformError(40035);
      const openIds = (list as readonly { openid?: unknown }[]).map((item) => item?.openid);
      return { user_info_list: openIds.map((openId) => present(contactOf(account, openId))) };
    },

    /** `user/info/updateremark`: under 30 characters (45021). */
    updateRemark(account: Account, body: Body): Body {
      const { remark } = body;
      const contact = contactOf(account, body.openid);
      if (typeof remark !== 'string') throw new PlatformError(40035);
      if (Array.from(remark).length >= REMARK_CHARACTERS) throw new PlatformError(45021);
      contact.remark = remark;
      changed();
      return SUCCESS;
    },
  };
}

/** Nickname and picture have been empty since 2021-12-27; `unionid` needs an Open Platform binding. */
function present(contact: Contact): Body {
  if (!contact.follows) return { subscribe: 0, openid: contact.openId };
  return {
    subscribe: 1,
    openid: contact.openId,
    language: 'zh_CN',
    subscribe_time: Math.floor((contact.followedAt ?? 0) / 1000),
    ...(contact.unionId === null ? {} : { unionid: contact.unionId }),
    remark: contact.remark,
    groupid: 0,
    tagid_list: [],
    subscribe_scene: contact.subscribeScene,
    qr_scene: /^\d+$/.test(contact.qrScene) ? Number(contact.qrScene) : 0,
    qr_scene_str: /^\d+$/.test(contact.qrScene) ? '' : contact.qrScene,
  };
}
