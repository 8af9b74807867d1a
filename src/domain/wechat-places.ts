/**
 * Where to find the settings of an Official Account at WeChat. WeChat's pages are in Chinese, so the menu entries are,
 * too. Since December 2025 they are on the Developer Platform, no longer under 设置与开发 at mp.weixin.qq.com (WeChat's page
 * 「开发接口管理」模块升级说明; docs/wechat.md#calls). Mini programs are still where they were.
 */

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
} as const;
