/** WeChat's own API, for accounts everywhere (wechat-api.md, "Hosts"). */
export const WECHAT_API_URL = 'https://api.weixin.qq.com';
