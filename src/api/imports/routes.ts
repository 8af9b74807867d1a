import type { z } from 'zod';
import { newCannedReplySchema } from '../../contracts/conversations/canned-reply';
import { tagsSchema } from '../../contracts/conversations/tag';
import { type ImportLine, type ImportResult, importRoutes } from '../../contracts/data/import';
import { createOperatorSchema } from '../../contracts/people/operator';
import type { ChannelStore } from '../../store/channels/channels';
import type { ImportedOperator, ImportOutcome, Imports } from '../../store/imports/imports';
import { auditActorOf } from '../middleware/actor';
import { ApiError, orNotFound } from '../problems';
import { implement, type Route } from '../route';
import { type CsvLine, readCsv, requireCsv } from './read-csv';

type Deps = {
  readonly imports: Imports;
  readonly channels: Pick<ChannelStore, 'find'>;
};

/** A line that was read: what it is about, and its row or what is wrong with it. */
type Read<Row> = { readonly line: number; readonly key: string } & (
  | { readonly row: Row }
  | { readonly error: Pick<ImportLine, 'code' | 'field' | 'detail'> }
);

const DETAILS: Readonly<Record<Exclude<ImportOutcome, 'created' | 'changed' | 'unchanged'>, string>> = {
  taken: 'There is another one already.',
  unknown_brand: 'There is no brand with one of these ids or names.',
  unknown_contact: 'The channel has no contact with this openid.',
  too_many_tags: 'The contact would have too many tags.',
};

/** Files of administrators: what each line would do, or all of it. */
export function createImportRoutes({ imports, channels }: Deps): readonly Route[] {
  return implement(importRoutes)({
    async importCannedReplies({ query: { brandId, dryRun }, viewer, request, response }) {
      requireCsv(request);
      if (!viewer.brandIds.includes(brandId)) throw new ApiError('not_found');
      const lines = await readCsv(request, response, { needed: ['shortcut', 'text'], optional: ['folder'] });
      const read = lines.map((one) => {
        const { shortcut = '', text = '', folder = '' } = one.cells;
        const parsed = newCannedReplySchema.safeParse({ shortcut, text, brandId, folder: folder || null });
        return readAs(one, shortcut, parsed, (reply) => ({ ...reply, folder: reply.folder ?? null }));
      });
      return finish(read, { dryRun, isKeyOnce: true }, (rows, isDryRun) =>
        imports.cannedReplies(brandId, rows, { isDryRun, by: auditActorOf(request) }),
      );
    },
    async importOperators({ query: { dryRun }, request, response }) {
      requireCsv(request);
      const lines = await readCsv(request, response, {
        needed: ['name', 'email'],
        optional: ['role', 'brands'],
      });
      const read = lines.map((one) => {
        const { name = '', email = '', role = '', brands: named = '' } = one.cells;
        const parsed = createOperatorSchema
          .pick({ name: true, email: true, role: true })
          .safeParse({ name, email, ...(role === '' ? {} : { role: role.toLowerCase() }) });
        return readAs(
          one,
          email,
          parsed,
          (operator): ImportedOperator => ({ ...operator, brands: listOf(named) }),
        );
      });
      return finish(read, { dryRun, isKeyOnce: true }, (rows, isDryRun) =>
        imports.operators(rows, { isDryRun, by: auditActorOf(request) }),
      );
    },
    async importTags({ query: { channelId, dryRun }, viewer, request, response }) {
      requireCsv(request);
      orNotFound(await channels.find(channelId, viewer.brandIds));
      const lines = await readCsv(request, response, { needed: ['openId', 'tags'], optional: [] });
      const read = lines.map((one) => {
        const { openId = '', tags = '' } = one.cells;
        return readAs(one, openId, tagsSchema.safeParse(listOf(tags)), (parsed) => ({
          openId,
          tags: parsed,
        }));
      });
      return finish(read, { dryRun, isKeyOnce: false }, (rows, isDryRun) =>
        imports.tags(channelId, rows, { isDryRun, by: auditActorOf(request) }),
      );
    },
  });
}

function listOf(cell: string): readonly string[] {
  return cell
    .split(/[;|、；]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

function readAs<Parsed, Row>(
  { line, isWhole, cells }: CsvLine,
  key: string,
  parsed: z.ZodSafeParseResult<Parsed>,
  toRow: (value: Parsed) => Row,
): Read<Row> {
  if (!isWhole) {
    return {
      line,
      key,
      error: { code: 'wrong_columns', detail: 'It has more or fewer cells than the header.' },
    };
  }
  // PostgreSQL can neither store it nor compare with it; not every cell has a schema of its own.
  const [withNul] = Object.entries(cells).find(([, cell]) => cell.includes('\0')) ?? [];
  if (withNul !== undefined) {
    return {
      line,
      key,
      error: { code: 'invalid', field: withNul, detail: 'must not contain a NUL character' },
    };
  }
  if (parsed.success) return { line, key, row: toRow(parsed.data) };
  const [issue] = parsed.error.issues;
  const field = issue === undefined ? undefined : String(issue.path[0] ?? 'tags');
  return {
    line,
    key,
    error: {
      code: 'invalid',
      ...(field === undefined ? {} : { field }),
      detail: issue?.message ?? 'is not valid',
    },
  };
}

/** A line that is wrong, or says the same as an earlier one, makes the others a trial. */
async function finish<Row>(
  read: readonly Read<Row>[],
  { dryRun, isKeyOnce }: { readonly dryRun: boolean; readonly isKeyOnce: boolean },
  run: (rows: readonly Row[], isDryRun: boolean) => ReturnType<Imports['operators']>,
): Promise<ImportResult> {
  const seen = new Set<string>();
  const judged = read.map((one): Read<Row> => {
    const key = one.key.toLowerCase();
    const isRepeat = isKeyOnce && seen.has(key);
    seen.add(key);
    if (!isRepeat || 'error' in one) return one;
    const error = { code: 'duplicate', detail: 'An earlier line of the file has the same.' } as const;
    return { line: one.line, key: one.key, error };
  });
  const rows = judged.flatMap((one) => ('row' in one ? [one.row] : []));
  const { outcomes, isApplied } = await run(rows, dryRun || rows.length < judged.length);
  const left = [...outcomes];
  const items = judged.map(({ line, key, ...one }): ImportLine => {
    if ('error' in one) return { line, key, status: 'error', ...one.error };
    const outcome = left.shift() ?? 'unchanged';
    if (outcome === 'created' || outcome === 'changed' || outcome === 'unchanged') {
      return { line, key, status: outcome };
    }
    return { line, key, status: 'error', code: outcome, detail: DETAILS[outcome] };
  });
  const count = (status: ImportLine['status']): number => items.filter((one) => one.status === status).length;
  return {
    dryRun,
    applied: isApplied,
    created: count('created'),
    changed: count('changed'),
    unchanged: count('unchanged'),
    errors: count('error'),
    items,
  };
}
