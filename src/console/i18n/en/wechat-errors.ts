import { WECHAT_MEANINGS } from '../../../domain/wechat-meanings';

/** What WeChat's codes mean: the API's own sentences. */
export const wechatErrors = WECHAT_MEANINGS;
