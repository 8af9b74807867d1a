import { useOutletContext } from 'react-router';
import type { ChannelBody } from '../../contracts/channels/channel';
import { Loaded } from '../shared/ui/loaded';
import { HoursForm } from './hours-form';
import { useChannelHours } from './requests';

/** The opening hours of a channel: a part of the channel's page. */
export function ChannelHoursPage() {
  const { id } = useOutletContext<ChannelBody>();
  return (
    <Loaded query={useChannelHours(id)}>
      {({ isOwn, hours }) => (
        <HoursForm
          key={id}
          of={{ kind: 'channel', id }}
          kind={isOwn ? (hours === null ? 'always' : 'hours') : 'brand'}
          hours={hours}
        />
      )}
    </Loaded>
  );
}
