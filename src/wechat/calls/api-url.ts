/** WeChat's own API, for accounts everywhere (docs/wechat.md#calls). */
export const WECHAT_API_URL = 'https://api.weixin.qq.com';
