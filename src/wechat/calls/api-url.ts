/** WeChat's own API, for accounts in every region (docs/wechat.md#calls). */
export const WECHAT_API_URL = 'https://api.weixin.qq.com';

/** The address of a call. A path in `baseUrl` is kept; `path` begins with `/` and includes the encoded query. */
export function apiUrl(baseUrl: string, path: string): URL {
  return new URL(`${baseUrl.replace(/\/$/, '')}${path}`);
}
