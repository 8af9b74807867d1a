import type { Client } from '@temporalio/client';
import type { Simulator } from '../simulator/simulator';
import { fastForward } from '../temporal/virtual-time';
import type { Demo } from './api';

/** The simulator as the demo's phone, and the engine's virtual time as its clock. */
export function createDemo(parts: {
  readonly simulator: Simulator;
  readonly temporal: Client;
  readonly channelId: string;
}): Demo {
  const { simulator, temporal, channelId } = parts;
  return {
    channelId,
    phone: {
      write: (openId, text) => simulator.write({ openId }, { type: 'text', text }),
      received: (openId) => simulator.received(openId),
      moveTime: (openId, ms) => simulator.moveTime(openId, ms),
    },
    fastForward: (contactId, ms) => fastForward(temporal, contactId, ms),
  };
}
