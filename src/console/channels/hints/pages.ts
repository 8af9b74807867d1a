/** The pages of WeChat's console where the values are found: menu items and rows, in WeChat's own words. */
export type HintPage = 'allowlist' | 'original-id' | 'developer' | 'server';

type RowName =
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
  readonly caption: 'allowlist' | 'originalId' | 'developer' | 'server';
  /** The open menu item; 0: basic configuration, 1: account settings. */
  readonly menu: 0 | 1;
  readonly rows: readonly { readonly name: RowName; readonly isTarget: boolean }[];
};

/** Texts of WeChat's console, which is in Chinese. */
export const MENU = ['基本配置', '公众号设置'] as const;
export const MENU_TITLE = '设置与开发';
export const WECHAT_LABELS: Readonly<Record<RowName, string>> = {
  appId: '开发者ID(AppID)',
  appSecret: '开发者密码(AppSecret)',
  allowlist: 'IP白名单',
  originalId: '原始ID',
  accountName: '名称',
  url: '服务器地址(URL)',
  token: '令牌(Token)',
  key: '消息加解密密钥',
  mode: '消息加解密方式',
};

const row = (name: RowName, isTarget = true) => ({ name, isTarget });

export const DRAWINGS: Readonly<Record<HintPage, Drawing>> = {
  allowlist: {
    caption: 'allowlist',
    menu: 0,
    rows: [row('appId', false), row('appSecret', false), row('allowlist')],
  },
  'original-id': { caption: 'originalId', menu: 1, rows: [row('accountName', false), row('originalId')] },
  developer: {
    caption: 'developer',
    menu: 0,
    rows: [row('appId'), row('appSecret'), row('allowlist', false)],
  },
  server: { caption: 'server', menu: 0, rows: [row('url'), row('token'), row('key'), row('mode')] },
};
