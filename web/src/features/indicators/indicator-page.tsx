import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';

import { get, type Page } from '@/api/http';
import { useMay } from '@/api/session';
import { useFormats } from '@/shell/formats';
import { PageHeading, useTitle } from '@/shell/page';
import { PageFailure, PageLoading } from '@/shell/route-states';
import { Estimate } from '@/ui/estimate';
import { valueText } from '@/ui/figures';
import { Empty, Failure } from '@/ui/states';
import { type CsvTable, CsvButton, estimateCells, estimateHeads } from '@/ui/csv';
import { DataTable } from '@/ui/table';
import { Time } from '@/ui/time';
import { useWords, type Words } from '@/words';

import styles from './dashboard.module.css';
import { ChangeLine, countsOf, FigureSeries, figuresTable, nameOf } from './figure';
import { type DashboardSearch, Filters, presentMonth, weeksOf } from './filters';
import type { Figure, IndicatorRecord } from './types';

/** How many of the records behind a figure one file holds, latest first: what a page brings times so many pages. */
const FILE_PAGES = 50;
const FILE_PAGE = 200;

/** One indicator: the figure, its weeks, its teams, its definition, and the records behind it. */
export function IndicatorPage() {
  const t = useWords();
  const f = useFormats();
  const { key } = useParams({ strict: false }) as { key: string };
  const search = useSearch({ strict: false }) as DashboardSearch;
  const name = search.mine ? t('dashboard-mine', { name: nameOf(key, t) }) : nameOf(key, t);
  useTitle(`${name} · ${t('place-dashboards')}`);
  const figure = useQuery({
    queryKey: ['indicator', key, search],
    queryFn: ({ signal }) => get<Figure>(`/indicators/${key}`, { ...search, by: 'team', weeks: innerWidth < 700 ? 20 : Math.max(52, weeksOf(search.period ?? presentMonth())) }, signal),
    placeholderData: (before) => before,
  });
  // Behind a figure stand cases and who they are about.
  const mayReadCases = useMay('cases_read');
  const records = useInfiniteQuery({
    enabled: mayReadCases,
    queryKey: ['indicator-records', key, search],
    queryFn: ({ pageParam, signal }) => get<Page<IndicatorRecord>>(`/indicators/${key}/records`, { ...search, after: pageParam, limit: 50 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  if (figure.error && !figure.data) {
    return <PageFailure error={figure.error} onRetry={() => void figure.refetch()} />;
  }
  if (!figure.data) {
    return <PageLoading rows={8} />;
  }
  const it = figure.data;
  const rows = records.data?.pages.flatMap((page) => page.items) ?? [];
  const unit = it.unit;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <PageHeading>{name}</PageHeading>
        <Filters search={search} label={search.period ?? it.period.label} />
      </header>
      {figure.error ? <Failure error={figure.error} onRetry={() => void figure.refetch()} /> : null}
      <div className={styles.status}>
        {it.in_progress && <span className="meta">{t('dashboard-in-progress')}</span>}
        <CsvButton table={() => figuresTable([it], `${name} ${it.period.label}`, t)} of={name} />
      </div>
      <div className={styles.body}>
        <Estimate name={name} estimate={it} definition={it.definition} of={countsOf(it)} />
        <ChangeLine it={it} />
        <div className={styles.charts}>
          <FigureSeries it={it} />
        </div>
        {it.groups.length > 0 && (
          <section className={styles.section}>
            <h2>{t('indicator-by-team')}</h2>
            <DataTable
              label={t('indicator-by-team')}
              rows={it.groups}
              idOf={(group) => group.key || 'none'}
              columns={[
                { head: t('dashboard-team'), cell: (group) => group.name || t('indicator-no-team') },
                { head: t('chart-value'), cell: (group) => <Estimate name={group.name} estimate={group.estimate} of={countsOf(it)} form="line" /> },
              ]}
            />
            <CsvButton
              of={t('indicator-by-team')}
              table={() => ({
                name: `${name} ${t('indicator-by-team')} ${it.period.label}`,
                heads: [t('dashboard-team'), ...estimateHeads(t)],
                rows: it.groups.map((group) => [group.name || t('indicator-no-team'), ...estimateCells(group.estimate, it.definition, t)]),
              })}
            />
          </section>
        )}
        <section className={styles.section}>
          <h2>{t('indicator-definition')}</h2>
          <dl className={styles.definition}>
            <dt>{t('indicator-version')}</dt>
            <dd>{f.number(it.definition.version)}</dd>
            <dt>{t('indicator-method')}</dt>
            <dd>{t('indicator-method-name', { method: it.definition.method })}</dd>
            <dt>{t('indicator-basis')}</dt>
            <dd>{t('indicator-basis-name', { basis: it.definition.basis })}</dd>
            <dt>{t('indicator-exclusions')}</dt>
            <dd>{it.definition.exclusions.map((code) => t('indicator-exclusion', { code })).join(', ') || t('indicator-no-exclusion')}</dd>
          </dl>
        </section>
        {mayReadCases && (
          <section className={styles.section}>
            <h2>{t('indicator-records')}</h2>
            {records.error ? <Failure error={records.error} onRetry={() => void records.refetch()} /> : null}
            {records.isSuccess && rows.length === 0 && <Empty text={t('indicator-no-record')} />}
            {rows.length > 0 && (
              <DataTable
                label={t('indicator-records')}
                rows={rows}
                idOf={(row) => `${row.at}.${row.response_id ?? row.case_id ?? ''}`}
                onMore={records.hasNextPage ? () => void records.fetchNextPage() : undefined}
                isBusy={records.isFetchingNextPage}
                columns={[
                  { head: t('indicator-at'), cell: (row) => <Time at={row.at} mode="full" /> },
                  {
                    head: t('indicator-value'),
                    isNumber: true,
                    cell: (row) => (unit === 'share' ? t('indicator-hit', { hit: row.value > 0 ? 'yes' : 'no' }) : unit === 'seconds' ? valueText(row.value, 'seconds', 1, f) : f.number(row.value)),
                  },
                  { head: t('indicator-case'), cell: (row) => (row.case_id ? <Link to="/cases/$id" params={{ id: row.case_id }}>{t('timeline-case')}</Link> : '') },
                  { head: t('indicator-person'), cell: (row) => (row.person_id ? <Link to="/customers/$id" params={{ id: row.person_id }}>{t('timeline-customer')}</Link> : '') },
                ]}
              />
            )}
            {rows.length > 0 && <CsvButton of={t('indicator-records')} table={() => recordsTable(key, search, `${name} ${it.period.label}`, unit, t)} />}
          </section>
        )}
      </div>
    </div>
  );
}

/** Every record behind the figure as a file, whatever the screen shows so far. */
async function recordsTable(key: string, search: DashboardSearch, name: string, unit: Figure['unit'], t: Words): Promise<CsvTable> {
  const records: IndicatorRecord[] = [];
  let after: string | null = null;
  for (let page = 0; page < FILE_PAGES; page += 1) {
    const found: Page<IndicatorRecord> = await get(`/indicators/${key}/records`, { ...search, after, limit: FILE_PAGE });
    records.push(...found.items);
    after = found.next;
    if (!after) {
      break;
    }
  }
  const value = (it: IndicatorRecord) => (unit === 'share' ? t('indicator-hit', { hit: it.value > 0 ? 'yes' : 'no' }) : it.value);
  return {
    name: `${name} ${t('indicator-records')}`,
    heads: [t('indicator-at'), t('indicator-value'), t('csv-unit'), t('indicator-case'), t('indicator-person')],
    rows: records.map((it) => [it.at, value(it), t('csv-unit-name', { unit }), it.case_id, it.person_id]),
  };
}
