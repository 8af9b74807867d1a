import type { Client } from '@temporalio/client';
import { createDemoLink, type DemoLink } from '../../api/demo/sign-in';
import type { Demo } from '../../api/parts';
import type { Account } from '../../simulator/accounts';
import type { Simulator } from '../../simulator/simulator';
import { fastForward } from '../../temporal/virtual-time';
import { accountOfContact, createDemoWeChat } from './demo-wechat';

/** Creates the demo: the simulator as its phone, the engine's virtual time as its clock, and the link that signs in. */
export function createDemo(parts: {
  readonly simulator: Simulator;
  readonly temporal: Client;
  readonly channelId: string;
  /** The operator that the link signs in. */
  readonly operatorId: string;
}): Demo & { readonly link: DemoLink } {
  const { simulator, temporal, channelId, operatorId } = parts;
  // The simulator may have other accounts too.
  const at = (openId: string) => ({
    appId: accountOfContact(simulator, accountOf(simulator, channelId), openId).appId,
    openId,
  });
  return {
    channelId: () => channelId,
    phone: {
      write: (openId, text) => simulator.write(at(openId), { type: 'text', text }),
      received: (openId) => simulator.received(at(openId)),
      moveTime: (openId, ms) => simulator.moveTime(at(openId), ms),
    },
    wechat: createDemoWeChat(simulator, () => accountOf(simulator, channelId)),
    link: createDemoLink(operatorId, Date.now),
    fastForward: (contactId, ms) => fastForward(temporal, contactId, ms),
  };
}

/** The account whose webhook belongs to the channel. */
function accountOf(simulator: Simulator, channelId: string): Account {
  const found = simulator.accounts().find(({ webhookUrl }) => webhookUrl?.endsWith(`/${channelId}`));
  if (found === undefined) throw new Error('The sandbox channel has no account at the simulator.');
  return found;
}
