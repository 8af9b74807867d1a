import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { sql } from '../engine/sql';
import { channels } from '../schema/channels';
import { brands } from '../schema/people';

/** The names that texts about a channel's conversations may contain. */
export type TextNames = { readonly channelName: string; readonly brandName: string };

export type FindTextNames = (channelId: string) => Promise<TextNames>;

/** Reads the names of a channel, even of a deleted one, and of its brand; throws if there is none. */
export function createFindTextNames({ db }: Pick<Database, 'db'>): FindTextNames {
  return async (channelId) => {
    const [row] = await rowsOf<{ channel_name: string; brand_name: string }>(
      db,
      sql`select ${channels.name} as channel_name, ${brands.name} as brand_name
          from ${channels} join ${brands} on ${brands.id} = ${channels.brandId} where ${channels.id} = ${channelId}`,
    );
    if (row === undefined) throw new Error(`There is no channel ${channelId}.`);
    return { channelName: row.channel_name, brandName: row.brand_name };
  };
}
