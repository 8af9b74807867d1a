import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { LISTED_FIGURES, type ListedFigure } from '../../domain/reports/figures';
import { shownName } from '../../words/contact-name';
import { StateLabel } from '../shared/conversations/state-label';
import { useChannelNames } from '../shared/conversations/use-names';
import { formatFull } from '../shared/time/format';
import { LoadedRows, MoreButton } from '../shared/ui/loaded';
import { Row } from '../shared/ui/page';
import { Empty } from '../shared/ui/states';
import { ReportFilters } from './report-filters';
import css from './reports.module.css';
import { useReportConversations } from './requests';
import { useReportFilter } from './use-report-filter';

/** The conversations that a figure counts. Figure and filters are in the address. */
export function ConversationsPage() {
  const { t, i18n } = useTranslation();
  const { filter, request, search, change } = useReportFilter();
  const figure =
    LISTED_FIGURES.find((one) => one === search.get('figure')) ?? ('started' satisfies ListedFigure);
  const query = useReportConversations(figure, search.get('reason'), request);
  const channels = useChannelNames();
  const title = t('reports.listOf', { figure: t(`reports.listed_${figure}`) });
  return (
    <>
      <ReportFilters filter={filter} change={change} />
      <section className={css.pane} aria-label={title}>
        <h2 className={css.groupTitle}>{title}</h2>
        <LoadedRows
          query={{ ...query, data: query.data && query.items }}
          label={title}
          empty={<Empty title={t('reports.noConversations')} />}
        >
          {({ id, contact, operator, state, channelId, at }) => (
            <Row
              key={id}
              name={<Link to={`/inbox/all/${id}`}>{shownName(contact, t)}</Link>}
              meta={[channels.find((one) => one.id === channelId)?.name, operator?.name]
                .filter((one) => one !== undefined)
                .join(' · ')}
            >
              <StateLabel state={state} />
              <time dateTime={at}>{formatFull(at, i18n.language)}</time>
            </Row>
          )}
        </LoadedRows>
        <MoreButton query={query} />
      </section>
    </>
  );
}
