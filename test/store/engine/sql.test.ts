import { sql as drizzle, eq } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { columnsAs, namesOf, sql } from '../../../src/store/engine/sql';
import { messages } from '../../../src/store/schema/messages';

const dialect = new PgDialect();
const m = columnsAs(messages, 'm');
const names = namesOf(messages);

it('writes tables and columns as drizzle does, joined into one text', () => {
  const part = [messages.seq, messages, messages.contactId] as const;
  const ours = sql`select ${part[0]} from ${part[1]} where ${part[2]} is null`;
  const theirs = drizzle`select ${part[0]} from ${part[1]} where ${part[2]} is null`;
  expect(dialect.sqlToQuery(ours)).toEqual(dialect.sqlToQuery(theirs));
  expect(ours.queryChunks).toHaveLength(1);
});

it('writes columns under another name of the table, and bare names', () => {
  const statement = sql`update ${messages} m set ${names.seq} = ${m.seq} + 1`;
  expect(dialect.sqlToQuery(statement).sql).toBe('update "messages" m set "seq" = "m"."seq" + 1');
});

it('keeps parameters separate and in order, however deeply they are nested', () => {
  const inner = sql`${m.id} in ${['a', 'b']} and ${m.type} = ${'text'}`;
  const outer = sql`select ${1}::int where ${inner} and ${eq(messages.id, 'c')} and ${sql.join([sql`${2}`, sql`3`], sql`, `)}`;
  expect(dialect.sqlToQuery(outer)).toMatchObject({
    sql: 'select $1::int where "m"."id" in ($2, $3) and "m"."type" = $4 and "messages"."id" = $5 and $6, 3',
    params: [1, 'a', 'b', 'text', 'c', 2],
  });
});

it('can be part of a drizzle statement', () => {
  expect(dialect.sqlToQuery(drizzle`select ${sql`${m.id} = ${'a'}`}`)).toMatchObject({
    sql: 'select "m"."id" = $1',
    params: ['a'],
  });
});
