/**
 * Ids of menu choices on the wire. WeChat returns nothing but the number of a choice, and an older menu stays on the
 * contact's phone; so each choice of each menu that a bot sends gets a number that its contact has only once.
 */
import type { AnswerItem } from './answer';

/** The numbers that are ours; nobody else may use them. */
export const OWN_MENU_IDS = { first: 900_000_000, last: 999_999_999 } as const;

/** What a number on the wire stands for. Kept with the message, so that a tap can be read. */
export type MenuChoice = {
  /** WeChat's `bizmsgmenuid`. */
  readonly wireId: string;
  /** The bot's own id of the choice. */
  readonly menuId: string;
};

/** Whether a number that WeChat returned is one of ours. */
export function isOwnMenuId(wireId: string): boolean {
  if (!/^\d{9}$/.test(wireId)) return false;
  const number = Number(wireId);
  return number >= OWN_MENU_IDS.first && number <= OWN_MENU_IDS.last;
}

/**
 * An answer whose menus have numbers of ours in place of the bot's ids.
 *
 * @param used how many numbers the contact's menus have had so far; after 100 million they begin anew
 * @returns the choices in the order of their numbers; their count is to be added to `used`
 */
export function assignMenuIds(
  items: readonly AnswerItem[],
  used: number,
): { readonly items: readonly AnswerItem[]; readonly choices: readonly MenuChoice[] } {
  const choices: MenuChoice[] = [];
  const range = OWN_MENU_IDS.last - OWN_MENU_IDS.first + 1;
  const assigned = items.map((item) => {
    if (item.type !== 'msgmenu') return item;
    const own = item.items.map(({ id: menuId, text }) => {
      const wireId = String(OWN_MENU_IDS.first + ((used + choices.length) % range));
      choices.push({ wireId, menuId });
      return { id: wireId, text };
    });
    return { ...item, items: own };
  });
  return { items: assigned, choices };
}
