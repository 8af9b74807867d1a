import type { RefusalBody } from '../../contracts/channels/wechat-refusal';
import { VAGUE_MEANINGS } from '../../domain/wechat-meanings';
import { DEVELOPER_PLATFORM_URL, WECHAT_PLACES } from '../../domain/wechat-places';
import { classifyErrcode, type ErrcodeEntry } from '../../wechat/calls/error-codes';
import { ridIn, withoutRid } from '../../wechat/calls/redact';

/**
 * What WeChat's refusal means and what to do, as the API shows it. For a code that is unknown here or says little, the
 * sentence contains WeChat's own words and how to look up the call.
 *
 * @param errmsg WeChat's text without secrets; `''` if it is not known
 */
export function presentRefusal(
  wechatCode: number,
  errmsg: string,
  entry: ErrcodeEntry = classifyErrcode(wechatCode),
): RefusalBody & { readonly sentence: string } {
  const { meaning, advice } = entry;
  const rid = ridIn(errmsg);
  const words = withoutRid(errmsg);
  const isClear = meaning !== null && !VAGUE_MEANINGS.has(meaning);
  const said = words === '' ? `WeChat’s code is ${wechatCode}.` : `WeChat’s code ${wechatCode}: “${words}”.`;
  const lookUp =
    rid === null
      ? ''
      : ` Its rid ${rid} can be looked up for seven days at ${WECHAT_PLACES.diagnosis} (${DEVELOPER_PLATFORM_URL}).`;
  return {
    ...(meaning === null ? {} : { meaning }),
    ...(words === '' ? {} : { wechatMessage: words }),
    ...(rid === null ? {} : { rid }),
    sentence: isClear ? advice : `${advice} ${said}${lookUp}`,
  };
}
