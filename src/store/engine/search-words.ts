/** Conditions of a search for words: the database makes the search form on both sides, so that the two cannot differ. */
import type { SQL } from 'drizzle-orm';
import { sql } from './sql';

/** `words`, which are in the search form already, have `search` somewhere. */
export function holds(words: SQL, search: string): SQL {
  return sql`strpos(${words}, ${formOf(search)}) > 0`;
}

/** What is searched for, in the form in which texts are compared (`domain/search-form.ts`). */
export function formOf(search: string): SQL {
  return sql`btrim(search_form(${search}::text))`;
}
