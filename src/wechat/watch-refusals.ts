import type { WeChatCredentials } from './stable-token';
import type { Refused } from './token-call';

/** A call for a channel, whatever it answers. */
type ChannelCall<Args extends readonly unknown[], Answer> = (
  credentials: WeChatCredentials,
  ...args: Args
) => Promise<Answer>;

/**
 * The same call, of which `onRefused` hears every refusal before its caller does: some say that WeChat refuses the
 * channel itself, on whatever call they come.
 */
export function watchRefusals<Args extends readonly unknown[], Answer extends { readonly type: string }>(
  call: ChannelCall<Args, Answer | Refused>,
  onRefused: (channelId: string, refused: Refused) => Promise<void>,
): ChannelCall<Args, Answer | Refused> {
  return async (credentials, ...args) => {
    const answer = await call(credentials, ...args);
    if (isRefused(answer)) await onRefused(credentials.channelId, answer);
    return answer;
  };
}

function isRefused(answer: { readonly type: string }): answer is Refused {
  return answer.type === 'refused';
}
