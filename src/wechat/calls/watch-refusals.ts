import type { WeChatCredentials } from './stable-token';
import type { Refused } from './token-call';

/** A call for a channel, with any kind of answer. */
type ChannelCall<Args extends readonly unknown[], Answer> = (
  credentials: WeChatCredentials,
  ...args: Args
) => Promise<Answer>;

/**
 * Wraps a call so that `onRefused` sees every refusal before the caller does: some refusals concern the channel itself,
 * whatever the call was.
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
