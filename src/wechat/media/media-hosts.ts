import { isIP } from 'node:net';
import type { JudgeAddress } from '../../platform/network/public-address';

const WECHAT_NAMES = /(?:^|\.)(?:qq\.com|qpic\.cn|wechat\.com)$/;

/**
 * Whether a file's address, given by WeChat or a redirect, may be fetched: one of WeChat's own host names, or, as
 * WeChat's content network uses, a public IP address with such a name as the first path segment
 * (`http://61.182.130.30/vweixinp.tc.qq.com/1007_….mp4`). A host name does not prove where it leads;
 * `createPublicDispatcher` checks the address that is connected to.
 */
export function isMediaAddress(url: URL, isPublic: JudgeAddress): boolean {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return false;
  if (url.username !== '' || url.password !== '') return false;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) === 0) return url.port === '' && WECHAT_NAMES.test(host);
  const [, firstSegment = ''] = url.pathname.toLowerCase().split('/');
  return isPublic(host) && WECHAT_NAMES.test(firstSegment);
}
