import { OWN_MENU_IDS } from '../../domain/bots/menu-ids';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { sql } from '../engine/sql';
import { botMenuChoices } from '../schema/bot-turns';

/** The numbers of menus that bots have sent. */
export type BotMenus = {
  /** How many numbers the menus of a contact have had so far. */
  readonly usedBy: (contactId: string) => Promise<number>;
};

/** The numbers in `db`. */
export function createBotMenus({ db }: Pick<Database, 'db'>): BotMenus {
  return {
    async usedBy(contactId) {
      const [row] = await rowsOf<{ used: number | null }>(
        db,
        sql`select max(${botMenuChoices.wireId}) - ${OWN_MENU_IDS.first}::int + 1 as used from ${botMenuChoices}
            where ${botMenuChoices.contactId} = ${contactId}`,
      );
      return row?.used ?? 0;
    },
  };
}
