/** What messages are searched by. */
import type { SQL, SQLWrapper } from 'drizzle-orm';
import { sql } from '../engine/sql';

type Row = { readonly content: SQLWrapper };

/** The text of a message; null if it has none. */
export function messageText({ content }: Row): SQL {
  return sql`message_text(${content})`;
}

/** The same in the form in which texts are compared: the expression of the index of pairs. */
export function messageWords(row: Row): SQL {
  return sql`search_form(${messageText(row)})`;
}
