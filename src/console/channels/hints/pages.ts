/** The pages of WeChat's Developer Platform where the values are found: sections and rows, in WeChat's own words. */
import { WECHAT_MENU } from '../../../domain/wechat-places';

export type HintPage = 'account' | 'keys' | 'server';

export type RowName =
  | 'appId'
  | 'appSecret'
  | 'allowlist'
  | 'originalId'
  | 'accountName'
  | 'url'
  | 'token'
  | 'key'
  | 'mode';
type Drawing = {
  /** The section of 基础信息, the open tab. */
  readonly section: string;
  readonly rows: readonly RowName[];
};

/** The tabs of an account; the first one is open. */
export const TABS = [WECHAT_MENU.info, WECHAT_MENU.interfaces] as const;

/** Texts of WeChat's page, which is in Chinese. */
export const WECHAT_LABELS: Readonly<Record<RowName, string>> = {
  appId: 'AppID',
  appSecret: 'AppSecret',
  allowlist: 'API IP 白名单',
  originalId: '原始 ID',
  accountName: '名称',
  url: '服务器地址(URL)',
  token: 'Token 令牌',
  key: 'EncodingAESKey',
  mode: '消息加解密方式',
};

export const DRAWINGS: Readonly<Record<HintPage, Drawing>> = {
  account: { section: WECHAT_MENU.details, rows: ['accountName', 'appId', 'originalId'] },
  keys: { section: WECHAT_MENU.keys, rows: ['appSecret', 'allowlist'] },
  server: { section: WECHAT_MENU.push, rows: ['url', 'token', 'key', 'mode'] },
};
