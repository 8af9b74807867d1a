import type { ChannelBody } from '../../../contracts/channels/channel';
import { featuresOf } from '../../../domain/channel-kinds';
import { useChannels } from './requests';

/** What a channel has, as its kind decides. Until the channels are loaded, and of a deleted one: what an Official Account has. */
export function useChannelFeatures(channelId: string): ChannelBody['features'] {
  const channel = useChannels().data?.find(({ id }) => id === channelId);
  if (channel !== undefined) return channel.features;
  const { kinds, ...rest } = featuresOf('official_account');
  return { ...rest, kinds: [...kinds] };
}
