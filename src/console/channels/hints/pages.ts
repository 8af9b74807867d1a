/**
 * WeChat's pages where the values are found: sections and rows, in WeChat's own words. Those of Official Accounts are on the
 * Developer Platform, those of mini programs at mp.weixin.qq.com.
 */
import type { ChannelKind } from '../../../domain/channel-kinds';
import {
  DEVELOPER_PLATFORM_URL,
  MINI_PROGRAM_CONSOLE_URL,
  MINI_PROGRAM_MENU,
  WECHAT_MENU,
} from '../../../domain/wechat-places';

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
  | 'mode'
  | 'format';
/** The tabs of an Official Account. */
const TABS = [WECHAT_MENU.info, WECHAT_MENU.interfaces] as const;

type Drawing = {
  /** The first one is open. */
  readonly tabs: readonly string[];
  /** The section of the open tab. */
  readonly section: string;
  readonly rows: readonly RowName[];
};

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
  format: MINI_PROGRAM_MENU.format,
};

/** WeChat's site as the drawings show it. */
type Site = {
  readonly url: string;
  /** The words of the link. */
  readonly open: 'open' | 'openMini';
  readonly host: string;
  /** What stands above the tabs. */
  readonly above: string;
  readonly drawings: Readonly<Record<HintPage, Drawing>>;
};

export const SITES: Readonly<Record<ChannelKind, Site>> = {
  official_account: {
    url: DEVELOPER_PLATFORM_URL,
    open: 'open',
    host: WECHAT_MENU.host,
    above: WECHAT_MENU.accounts,
    drawings: {
      account: { tabs: TABS, section: WECHAT_MENU.details, rows: ['accountName', 'appId', 'originalId'] },
      keys: { tabs: TABS, section: WECHAT_MENU.keys, rows: ['appSecret', 'allowlist'] },
      server: { tabs: TABS, section: WECHAT_MENU.push, rows: ['url', 'token', 'key', 'mode'] },
    },
  },
  mini_program: {
    url: MINI_PROGRAM_CONSOLE_URL,
    open: 'openMini',
    host: MINI_PROGRAM_MENU.host,
    above: MINI_PROGRAM_MENU.kind,
    drawings: {
      account: {
        tabs: [MINI_PROGRAM_MENU.general, MINI_PROGRAM_MENU.manage],
        section: MINI_PROGRAM_MENU.basic,
        rows: ['accountName', 'originalId'],
      },
      keys: {
        tabs: [MINI_PROGRAM_MENU.manage, MINI_PROGRAM_MENU.general],
        section: `${MINI_PROGRAM_MENU.settings} · ${MINI_PROGRAM_MENU.ids}`,
        rows: ['appId', 'appSecret', 'allowlist'],
      },
      server: {
        tabs: [MINI_PROGRAM_MENU.manage, MINI_PROGRAM_MENU.general],
        section: MINI_PROGRAM_MENU.push,
        rows: ['url', 'token', 'key', 'mode', 'format'],
      },
    },
  },
};
