import { isIP } from 'node:net';

/** Whether an address is one that files may be fetched from, see `isPublicAddress`. */
export type JudgeAddress = (address: string) => boolean;

const WECHAT_NAMES = /(?:^|\.)(?:qq\.com|qpic\.cn|wechat\.com)$/;

/**
 * Whether a file's address, which an answer of WeChat or a redirect named, may be asked for: one of WeChat's own names,
 * or, as WeChat's own distribution has it, an address of the public internet whose path begins with such a name
 * (`http://61.182.130.30/vweixinp.tc.qq.com/1007_….mp4`). A name is no proof of where it leads:
 * `createPublicDispatcher` looks at the address that is connected to.
 */
export function isMediaAddress(url: URL, isPublic: JudgeAddress): boolean {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return false;
  if (url.username !== '' || url.password !== '') return false;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) === 0) return url.port === '' && WECHAT_NAMES.test(host);
  const [, firstSegment = ''] = url.pathname.toLowerCase().split('/');
  return isPublic(host) && WECHAT_NAMES.test(firstSegment);
}
