/**
 * Channels in memory, for the webhook and the activities: signatures can be checked and messages sent while the
 * database is down. A change is announced by NOTIFY, and the channel is read again at its next use; if that fails, the
 * known version is still used.
 */
import type { Logger } from 'pino';
import type { Database } from '../engine/database-types';
import { isDatabaseAway } from '../engine/errors';
import type { ChannelWithSecrets } from './channel-rows';
import { CHANNELS_NOTICE, type ChannelStore } from './channels';

export type ChannelCache = {
  /**
   * Reads all channels and begins to listen. If the database is down, it returns at once and the cache is empty: `get`
   * then throws until the database answers.
   */
  start(): Promise<void>;
  /**
   * The channel, whatever its status (check it: deleted, disabled, draft); null if there never was one. Throws only
   * if it is not in memory and the database does not answer.
   */
  get(channelId: string): Promise<ChannelWithSecrets | null>;
  stop(): Promise<void>;
};

type Deps = { readonly channels: ChannelStore; readonly logger?: Logger | undefined };
type Entry = { readonly value: ChannelWithSecrets; isStale: boolean };

/** A cache of the channels in `database`, one for each process. */
export function createChannelCache(database: Database, { channels, logger }: Deps): ChannelCache {
  const entries = new Map<string, Entry>();
  const loads = new Map<string, Promise<ChannelWithSecrets | null>>();
  /** Rises with each notice: if one has arrived during a read, the result is already stale. */
  let notices = 0;
  let leave: (() => Promise<void>) | undefined;

  const makeStale = (channelId?: string): void => {
    notices += 1;
    if (channelId === undefined) for (const entry of entries.values()) entry.isStale = true;
    const entry = channelId === undefined ? undefined : entries.get(channelId);
    if (entry !== undefined) entry.isStale = true;
  };

  async function load(channelId: string): Promise<ChannelWithSecrets | null> {
    const noticesBefore = notices;
    const value = await channels.findWithSecrets(channelId);
    if (value === null) entries.delete(channelId);
    else entries.set(channelId, { value, isStale: notices !== noticesBefore });
    return value;
  }

  /** Many webhooks of one channel at once cause one query. */
  function loadOnce(channelId: string): Promise<ChannelWithSecrets | null> {
    const running = loads.get(channelId);
    if (running !== undefined) return running;
    const started = load(channelId).finally(() => loads.delete(channelId));
    loads.set(channelId, started);
    return started;
  }

  return {
    async start() {
      // Listening first, so that a change between the two is read twice rather than missed.
      leave = await database.listen(CHANNELS_NOTICE, makeStale, () => makeStale());
      const noticesBefore = notices;
      try {
        for (const value of await channels.listWithSecrets()) {
          entries.set(value.channel.id, { value, isStale: notices !== noticesBefore });
        }
      } catch (error) {
        if (!isDatabaseAway(error)) throw error;
        logger?.warn({ err: error }, 'the channels cannot be read yet');
      }
    },
    async get(channelId) {
      const entry = entries.get(channelId);
      if (entry !== undefined && !entry.isStale) return entry.value;
      try {
        return await loadOnce(channelId);
      } catch (error) {
        if (entry === undefined || !isDatabaseAway(error)) throw error;
        logger?.warn(
          { err: error, channelId },
          'the database is down: the channel is used as it was last seen',
        );
        return entry.value;
      }
    },
    async stop() {
      await leave?.();
    },
  };
}
