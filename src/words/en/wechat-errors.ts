import { WECHAT_MEANINGS } from '../../domain/wechat-meanings';

/** The meanings of WeChat's codes: the API's own sentences. */
export const wechatErrors = WECHAT_MEANINGS;
