import type { ChannelBody } from '../../../contracts/channels/channel';
import { type ChannelKind, featuresOf } from '../../../domain/channel-kinds';
import { useChannels } from './requests';

/** The kind of a channel; until the channels are loaded, and of a deleted one, an Official Account. */
export function useChannelKind(channelId: string): ChannelKind {
  return useChannels().data?.find(({ id }) => id === channelId)?.kind ?? 'official_account';
}

/** What a channel has, as its kind decides. Until the channels are loaded, and of a deleted one: what an Official Account has. */
export function useChannelFeatures(channelId: string): ChannelBody['features'] {
  const channel = useChannels().data?.find(({ id }) => id === channelId);
  if (channel !== undefined) return channel.features;
  const { kinds, ...rest } = featuresOf('official_account');
  return { ...rest, kinds: [...kinds] };
}
