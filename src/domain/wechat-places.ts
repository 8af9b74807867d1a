/**
 * Where to find the settings of an Official Account or a mini program at WeChat. WeChat's pages are in Chinese, so the menu entries are,
 * too. Since December 2025 they are on the Developer Platform, no longer under 设置与开发 at mp.weixin.qq.com (WeChat's page
 * 「开发接口管理」模块升级说明; docs/wechat.md#calls). Those of mini programs are still at mp.weixin.qq.com (WeChat's pages "API IP 白名单"
 * and “Message push”).
 */
import type { ChannelKind } from './channel-kinds';

/** The Developer Platform's address. */
export const DEVELOPER_PLATFORM_URL = 'https://developers.weixin.qq.com/platform';

/** Names on the Developer Platform's pages. */
export const WECHAT_MENU = {
  host: 'developers.weixin.qq.com',
  mine: '我的业务',
  accounts: '公众号/服务号',
  info: '基础信息',
  /** A section of 基础信息: original id, AppID, name. */
  details: '账号资料',
  keys: '开发密钥',
  push: '域名与消息推送配置',
  interfaces: '接口管理',
  permissions: '接口权限与额度',
} as const;
const { host, mine, accounts, info, interfaces } = WECHAT_MENU;

const ACCOUNT = `${host}/platform → ${mine} → ${accounts}` as const;

/** Where an account's settings are. */
type AccountPlaces = {
  /** Notices about the account, its state, its AppID, its original id. */
  readonly account: string;
  /** AppSecret (reset, freeze, unfreeze) and the IP allowlist. */
  readonly keys: string;
  /** The webhook's URL, the token, the EncodingAESKey and the encryption mode. */
  readonly server: string;
  /** Where allowlist and server configuration were until then; null: they have not moved. */
  readonly before: string | null;
};

export const WECHAT_PLACES = {
  /** Notices about the account, its state, its AppID, its original id. */
  account: `${ACCOUNT} → ${info}`,
  /** AppSecret (reset, freeze, unfreeze) and the IP allowlist. */
  keys: `${ACCOUNT} → ${info} → ${WECHAT_MENU.keys}`,
  /** The webhook's URL, the token, the EncodingAESKey and the encryption mode. */
  server: `${ACCOUNT} → ${info} → ${WECHAT_MENU.push}`,
  /** Which interfaces the account may call, and how often. */
  permissions: `${ACCOUNT} → ${interfaces} → ${WECHAT_MENU.permissions}`,
  /** Looks up what was wrong with a call by its `rid`; kept for seven days. */
  diagnosis: `${host}/platform → 首页 → 开发工具 → 接口中心 → API 诊断`,
  /** Where account details, allowlist and server configuration were until then. */
  before: 'mp.weixin.qq.com → 设置与开发 → 基本配置',
} as const satisfies AccountPlaces & Readonly<Record<string, string>>;

/** The address of a mini program's pages. */
export const MINI_PROGRAM_CONSOLE_URL = 'https://mp.weixin.qq.com';

/** Names on the pages of a mini program. */
export const MINI_PROGRAM_MENU = {
  host: 'mp.weixin.qq.com',
  kind: '小程序',
  manage: '开发管理',
  settings: '开发设置',
  ids: '开发者 ID',
  allowlist: 'IP 白名单',
  push: '消息推送',
  /** XML or JSON; the desk takes both. */
  format: '数据格式',
  general: '设置',
  basic: '基本设置',
  originalId: '原始 ID',
} as const;

const MANAGE = `${MINI_PROGRAM_MENU.host} → ${MINI_PROGRAM_MENU.manage}` as const;

/** The same places of a mini program. */
const MINI_PROGRAM_PLACES = {
  account: `${MINI_PROGRAM_MENU.host} → ${MINI_PROGRAM_MENU.general} → ${MINI_PROGRAM_MENU.basic}`,
  keys: `${MANAGE} → ${MINI_PROGRAM_MENU.settings} → ${MINI_PROGRAM_MENU.ids}`,
  server: `${MANAGE} → ${MINI_PROGRAM_MENU.push}`,
  before: null,
} as const satisfies AccountPlaces;

/** Where the settings of an account of this kind are. */
export function placesOf(kind: ChannelKind): AccountPlaces {
  return kind === 'mini_program' ? MINI_PROGRAM_PLACES : WECHAT_PLACES;
}

/**
 * A sentence that names places of an Official Account, with those of an account of this kind. A mini program has no page of its own for
 * interface rights: notices about them are at its account's.
 */
export function atPlacesOf(kind: ChannelKind, sentence: string): string {
  if (kind !== 'mini_program') return sentence;
  const { account, keys, server } = MINI_PROGRAM_PLACES;
  // The first two begin with the last one.
  return sentence
    .replaceAll(WECHAT_PLACES.keys, keys)
    .replaceAll(WECHAT_PLACES.server, server)
    .replaceAll(WECHAT_PLACES.permissions, account)
    .replaceAll(WECHAT_PLACES.account, account);
}
