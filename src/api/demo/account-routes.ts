import { demoAccountRoutes } from '../../contracts/demo/demo-account';
import type { ChannelStore } from '../../store/channels/channels';
import { auditActorOf } from '../middleware/actor';
import { ApiError, conflict, orNotFound } from '../problems';
import { implement, type Route } from '../route';
import type { DemoWeChat } from './wechat';

type Deps = {
  readonly channels: Pick<ChannelStore, 'find' | 'update'>;
  readonly wechat: Pick<DemoWeChat, 'addAccount' | 'verifyWebhook'>;
};

/** Does in one step what takes the wizard three steps with the real WeChat. */
export function createDemoAccountRoutes({ channels, wechat }: Deps): readonly Route[] {
  return implement(demoAccountRoutes)({
    async connectDemoAccount({ params: { id }, viewer: { brandIds }, request }) {
      const channel = orNotFound(await channels.find(id, brandIds));
      // An account of the real WeChat must not be lost by a click.
      if (channel.appId !== null) throw conflict('This channel already has an account.', 'has_account');
      const account = wechat.addAccount(channel);
      const details = { ...account, ipAllowlistConfirmed: true };
      const result = orNotFound(await channels.update(id, brandIds, details, auditActorOf(request)));
      if ('refusal' in result) throw new ApiError('internal');
      return { isVerified: await wechat.verifyWebhook(account.appId) };
    },
  });
}
