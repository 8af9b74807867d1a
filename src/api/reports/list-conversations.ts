import type { z } from 'zod';
import type {
  ReportConversationBody,
  reportConversationRoutes,
} from '../../contracts/reports/report-conversations';
import { type ListedFigure, LOSS_FIGURES } from '../../domain/reports/figures';
import type { FigureName } from '../../store/reports/figure-sources';
import type { ListPlace, Reports } from '../../store/reports/reports';
import { requireAdministrator, requireScope, type Viewer } from '../middleware/viewer';
import { toIso } from '../present/times';
import { invalidField } from '../problems';
import { type AskedDeps, askedReport } from './asked-report';

type Query = z.output<(typeof reportConversationRoutes)[0]['query']>;

/** Those that count something else than themselves. */
const COUNTED: { readonly [Figure in ListedFigure]?: readonly FigureName[] } = {
  held: ['released', 'expired'],
};

const isOfLosses = (figure: ListedFigure): boolean => LOSS_FIGURES.some((one) => one === figure);

/**
 * The conversations behind a figure. One of the losses needs what their report needs: throws `insufficient_scope` or `forbidden`.
 */
export async function listReportConversations(
  deps: AskedDeps & { readonly reports: Pick<Reports, 'conversations'> },
  viewer: Viewer,
  query: Query,
): Promise<{ readonly items: ReportConversationBody[]; readonly nextCursor: string | null }> {
  const { figure, reason, limit, cursor } = query;
  if (isOfLosses(figure)) {
    requireScope(viewer, 'admin');
    requireAdministrator(viewer);
  }
  const { filter } = await askedReport(deps, viewer, query);
  const before = cursor === undefined ? null : parseCursor(cursor);
  const found = await deps.reports.conversations(filter, COUNTED[figure] ?? [figure], {
    label: reason,
    limit,
    before,
  });
  const items = found
    .slice(0, limit)
    .map(({ id, channelId, contactId, contactName, operator, state, at }) => ({
      id,
      channelId,
      contact: { id: contactId, name: contactName },
      operator,
      // A row from a newer release may have a state that the contract does not list: it is shown unchanged.
      state: state as ReportConversationBody['state'],
      at: toIso(at),
    }));
  const last = found[limit - 1];
  return { items, nextCursor: found.length > limit && last !== undefined ? `${last.at} ${last.id}` : null };
}

function parseCursor(cursor: string): ListPlace {
  const [, at, id] = /^(\d{1,15}) (.+)$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) throw invalidField('cursor', 'is not valid');
  return { at: Number(at), id };
}
