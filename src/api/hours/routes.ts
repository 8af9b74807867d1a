import { type ChannelHoursBody, hoursRoutes, type NextHoursChangeBody } from '../../contracts/people/hours';
import { nextChange } from '../../domain/hours/open-times';
import type { OpeningHours } from '../../domain/hours/opening-hours';
import { clockOf } from '../../platform/time-zone';
import type { HoursStore } from '../../store/hours/hours';
import type { Named } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import { toIsoOrNull } from '../present/times';
import { ApiError, orNotFound } from '../problems';
import { finding, implement, type Route } from '../route';

type Deps = {
  readonly hours: HoursStore;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/** The opening hours of brands and channels: administrators set them, members of the brand read them. */
export function createHoursRoutes({ hours, clock }: Deps): readonly Route[] {
  const ofBrand = async ({ params, viewer }: Named) => {
    if (!viewer.brandIds.includes(params.id)) throw new ApiError('not_found');
    return orNotFound(await hours.ofBrand(params.id));
  };
  const ofChannel = async ({ params, viewer }: Named): Promise<ChannelHoursBody> =>
    orNotFound(await hours.ofChannel(params.id, viewer.brandIds));
  const next = (of: OpeningHours | null, { from }: { readonly from?: string | undefined }) =>
    presentNext(of, from === undefined ? clock() : Date.parse(from));

  return implement(hoursRoutes)({
    async getBrandHours(named) {
      return (await ofBrand(named)).hours;
    },
    setBrandHours: finding(ofBrand, async ({ params, body, request }) => {
      if (!(await hours.setOfBrand(params.id, body, auditActorOf(request)))) throw new ApiError('not_found');
      return body;
    }),
    getNextBrandHours: finding(ofBrand, async ({ found, query }) => next(found.hours, query)),
    getChannelHours: ofChannel,
    setChannelHours: finding(ofChannel, async ({ params, viewer, body, request }) => {
      const own = { hours: body };
      const isSet = await hours.setOfChannel(params.id, viewer.brandIds, own, auditActorOf(request));
      if (!isSet) throw new ApiError('not_found');
      return { isOwn: true, hours: body };
    }),
    async removeChannelHours({ params, viewer, request }) {
      const isSet = await hours.setOfChannel(params.id, viewer.brandIds, null, auditActorOf(request));
      if (!isSet) throw new ApiError('not_found');
    },
    getNextChannelHours: finding(ofChannel, async ({ found, query }) => next(found.hours, query)),
  });
}

function presentNext(hours: OpeningHours | null, from: number): NextHoursChangeBody {
  const { isOpen, opensAt, closesAt } = nextChange(hours, from, clockOf);
  return { isOpen, opensAt: toIsoOrNull(opensAt), closesAt: toIsoOrNull(closesAt) };
}
