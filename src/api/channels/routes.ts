import { channelRoutes } from '../../contracts/channels/channel';
import { newLettersAndDigits } from '../../platform/ids';
import type { Bots } from '../../store/bots/bots';
import type { ChannelRefusal } from '../../store/channels/channel-change';
import type { ChannelHealthStore } from '../../store/channels/channel-health';
import type { Channel } from '../../store/channels/channel-rows';
import type { ChannelResult, ChannelStore } from '../../store/channels/channels';
import type { GroupStore } from '../../store/routing/groups';
import type { CheckAccount } from '../../wechat/calls/check-account';
import type { Named } from '../access/conversation-access';
import { noSuchGroup, requireGroup } from '../access/group-access';
import { auditActorOf } from '../middleware/actor';
import { ApiError, conflict, invalidField, orNotFound } from '../problems';
import { pageOf } from '../request';
import { implement, type Route } from '../route';
import { checkChannel } from './check';
import { presentChannel } from './present';
import { presentAlarm, presentHealth } from './present-health';
import { presentSetup } from './setup';

type Deps = {
  readonly channels: ChannelStore;
  readonly channelHealth: ChannelHealthStore;
  /** Asks WeChat whether the account details work. */
  readonly checkAccount: CheckAccount;
  readonly bots: Pick<Bots, 'find'>;
  readonly groups: Pick<GroupStore, 'find'>;
  readonly publicUrl: string;
  readonly egressIps: readonly string[];
};

/** Channels: their account details, setup and health. */
export function createChannelRoutes(deps: Deps): readonly Route[] {
  const { channels, channelHealth, checkAccount, bots, groups, publicUrl, egressIps } = deps;
  const requested = async ({ params, viewer }: Named): Promise<Channel> =>
    orNotFound(await channels.find(params.id, viewer.brandIds));
  const requireBot = async (botId: string | null | undefined, brandId: string): Promise<void> => {
    if (botId === undefined || botId === null) return;
    const isOfBrand = (await bots.find(botId, [brandId])) !== null;
    if (!isOfBrand) throw invalidField('settings.bot.botId', 'is not a bot of the brand');
  };

  const requireFailureGroup = (id: string | null | undefined, brandId: string): Promise<void> =>
    requireGroup({ groups }, { path: 'settings.bot.failureGroupId', id: id ?? null, brandId });

  return implement(channelRoutes)({
    async listChannels({ viewer, query }) {
      const { items, nextCursor } = await channels.list(viewer.brandIds, pageOf(query));
      return { items: items.map(presentChannel), nextCursor };
    },
    async createChannel({ viewer, body, request }) {
      if (!viewer.brandIds.includes(body.brandId)) throw invalidField('brandId', 'is not a brand');
      await requireBot(body.settings?.bot?.botId, body.brandId);
      await requireFailureGroup(body.settings?.bot?.failureGroupId, body.brandId);
      return presentChannel(accepted(await channels.create(body, auditActorOf(request))));
    },
    generateChannelSecrets() {
      return { token: newLettersAndDigits(32), encodingAesKey: newLettersAndDigits(43) };
    },
    async listChannelAlarms({ viewer: { brandIds, role } }) {
      const alarms = await channelHealth.alarms(brandIds);
      const viewer = { isAdministrator: role === 'administrator' };
      return { items: alarms.map((alarm) => presentAlarm(alarm, viewer)) };
    },
    async getChannel(named) {
      return presentChannel(await requested(named));
    },
    async changeChannel({ params, viewer, body: { status, ...fields }, request }) {
      const { botId, failureGroupId } = fields.settings?.bot ?? {};
      const { groupId } = fields;
      if ([botId, groupId, failureGroupId].some((id) => typeof id === 'string')) {
        const { brandId } = orNotFound(await channels.find(params.id, viewer.brandIds));
        await requireBot(botId, brandId);
        await requireFailureGroup(failureGroupId, brandId);
        await requireGroup({ groups }, { path: 'groupId', id: groupId ?? null, brandId });
      }
      const change = { ...fields, isDisabled: status === undefined ? undefined : status === 'disabled' };
      const result = await channels.update(params.id, viewer.brandIds, change, auditActorOf(request));
      return presentChannel(accepted(orNotFound(result)));
    },
    async deleteChannel({ params, viewer, request }) {
      const isRemoved = await channels.remove(params.id, viewer.brandIds, auditActorOf(request));
      if (!isRemoved) throw new ApiError('not_found');
    },
    async endFormerSecrets({ request, ...named }) {
      const { id } = await requested(named);
      await channels.endFormer(id, auditActorOf(request));
    },
    async getChannelSetup(named) {
      return presentSetup(await requested(named), { publicUrl, egressIps });
    },
    async checkChannel(named) {
      const { id } = await requested(named);
      return checkChannel(orNotFound(await channels.findWithSecrets(id)), checkAccount);
    },
    async getChannelHealth(named) {
      const channel = await requested(named);
      return presentHealth(channel, orNotFound(await channelHealth.read(channel.id)), Date.now());
    },
  });
}

const REFUSALS: Readonly<Record<ChannelRefusal, () => ApiError>> = {
  encoding_aes_key_missing: () => invalidField('encodingAesKey', 'is needed for compatible and safe mode'),
  no_place_for_bot: () =>
    invalidField(
      'settings.bot.keepPlaces',
      'must be below the consecutive limit, so that the bot can answer',
    ),
  no_such_group: () => noSuchGroup('groupId'),
  no_such_greeting: () =>
    invalidField(
      'settings.greeting',
      'a mini program can greet with `enter` only, an Official Account with `follow` and `scan` only',
      'no_such_greeting',
    ),
  is_draft: () => conflict('A draft goes live automatically once its account details are complete.'),
};

function accepted(result: ChannelResult): Channel {
  if ('channel' in result) return result.channel;
  throw REFUSALS[result.refusal]();
}
