/**
 * Conditions of a search for words: the database computes the search form of both sides, so that they cannot differ.
 */
import type { SQL } from 'drizzle-orm';
import { sql } from './sql';

/** The condition that `words`, which are already in the search form, contain `search`. */
export function holds(words: SQL, search: string): SQL {
  return sql`strpos(${words}, ${formOf(search)}) > 0`;
}

/** The search words in the form in which texts are compared (`domain/search-form.ts`). */
export function formOf(search: string): SQL {
  return sql`btrim(search_form(${search}::text))`;
}
