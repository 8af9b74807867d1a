/**
 * Where the settings of an Official Account are found at WeChat. WeChat's pages are in Chinese, so the menu entries
 * are, too. Since December 2025 they are on the Developer Platform, no longer under 设置与开发 at mp.weixin.qq.com (WeChat's
 * page "Upgrade of the module for development interfaces").
 */

/** The Developer Platform's address. */
export const DEVELOPER_PLATFORM_URL = 'https://developers.weixin.qq.com/platform';

const ACCOUNT = 'developers.weixin.qq.com/platform → 我的业务 → 公众号/服务号';

export const WECHAT_PLACES = {
  /** Notices about the account, its state, its AppID. */
  account: `${ACCOUNT} → 基础信息`,
  /** AppSecret (reset, freeze, unfreeze) and the IP allowlist. */
  keys: `${ACCOUNT} → 基础信息 → 开发密钥`,
  /** What the account may call, and how often. */
  permissions: `${ACCOUNT} → 接口管理 → 接口权限与额度`,
  /** What was wrong with a call, by its `rid`; kept for seven days. */
  diagnosis: 'developers.weixin.qq.com/platform → 首页 → 开发工具 → 接口中心 → API 诊断',
} as const;
