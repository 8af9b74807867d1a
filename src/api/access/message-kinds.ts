/** Which messages a channel can send: what exists for its kind, and how a page of a mini program is named there. */
import { type ChannelKind, judgeKind, type OutboundKind } from '../../domain/channel-kinds';
import type { OutboundContent } from '../../domain/messages/outbound';
import { ApiError, invalidField } from '../problems';

/**
 * Makes sure that a channel of this kind can send such a message. Throws `invalid_request` for a page that is named as the other
 * kind names it, and `kind_not_supported` with the kinds that there are.
 */
export function requireMessageKind(content: OutboundContent, channelKind: ChannelKind): void {
  if (content.type === 'miniprogrampage') requirePage(content, channelKind);
  requireKind(content.type, channelKind);
}

/** Makes sure that a channel of this kind can send messages of a kind; throws `kind_not_supported`. */
export function requireKind(kind: OutboundKind, channelKind: ChannelKind): void {
  const refusal = judgeKind(channelKind, kind);
  if (refusal !== null) {
    throw new ApiError(refusal.code, { channelKind: refusal.channelKind, kinds: refusal.kinds });
  }
}

function requirePage(
  { appId }: Extract<OutboundContent, { readonly type: 'miniprogrampage' }>,
  channelKind: ChannelKind,
): void {
  if (channelKind === 'mini_program' && appId !== undefined)
    throw invalidField('appId', 'must be left out: a mini program sends pages of its own');
  if (channelKind === 'official_account' && appId === undefined)
    throw invalidField('appId', 'is needed: the mini program whose page it is');
}
