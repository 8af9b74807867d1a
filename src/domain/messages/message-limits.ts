/**
 * How long the parts of a message may be, for the API's schema and the console's forms. WeChat has limits (45003 to
 * 45006, 45098, 45099) but publishes no figures, so these are our own.
 */

/** In characters, as JavaScript counts them. */
export const LONGEST_TITLE = 200;
export const LONGEST_DESCRIPTION = 500;
export const LONGEST_URL = 2048;
/** In bytes of UTF-8: the text above and below the items of a menu message, and each item. */
export const LONGEST_MENU_TEXT_BYTES = 1024;
export const LONGEST_MENU_ITEM_BYTES = 256;
export const MOST_MENU_ITEMS = 20;
