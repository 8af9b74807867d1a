/** The audit log. */
import { bigint, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { time } from './columns';

/** Who changed what on the desk. Triggers refuse to change a row, or to delete one that is younger than 190 days. */
export const auditLog = pgTable(
  'audit_log',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey(),
    at: time('at').notNull(),
    action: text('action').notNull(),
    /** Who did it; null: not known, or the program itself. */
    operatorId: text('operator_id'),
    via: text('via', { enum: ['session', 'token', 'none', 'system'] }).notNull(),
    address: text('address'),
    targetType: text('target_type'),
    targetId: text('target_id'),
    details: jsonb('details').notNull(),
    previousHash: text('previous_hash').notNull(),
    /** SHA-256 of `previousHash` and this whole row: a changed or missing row breaks the chain. */
    hash: text('hash').notNull(),
  },
  (table) => [
    index('audit_log_operator').on(table.operatorId, table.seq),
    index('audit_log_target').on(table.targetType, table.targetId, table.seq),
    index('audit_log_action').on(table.action, table.seq),
    index('audit_log_at').on(table.at),
  ],
);

/** The end of the audit log: one row, which is locked to append. */
export const auditHead = pgTable('audit_head', {
  id: integer('id').primaryKey(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
});
