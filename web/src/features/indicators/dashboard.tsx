import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';

import { get, type Page } from '@/api/http';
import { useMay, useMe } from '@/api/session';
import { useLive } from '@/api/use-live';
import { useFormats } from '@/shell/formats';
import { useKeys } from '@/shell/keys';
import { PageHeading, useTitle } from '@/shell/page';
import { BarsChart } from '@/ui/charts/bars';
import { CsvButton } from '@/ui/csv';
import { Bone, Failure } from '@/ui/states';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

import styles from './dashboard.module.css';
import { FigureCell, FigureSeries, figuresTable } from './figure';
import { type DashboardSearch, Filters, presentMonth, weeksOf } from './filters';
import type { Dashboard as Data, Figure } from './types';

const FIGURES = ['nps', 'csat', 'ces', 'share_in_time', 'first_reply_time', 'first_reply_time_p90', 'resolution_time', 'response_rate'];
const CHANGES_IT = ['response_received', 'case_opened', 'case_closed', 'case_reopened', 'deadline_missed', 'deadline_met', 'invitation_sent'];

export function Dashboard() {
  const t = useWords();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as DashboardSearch;
  const mayCallbacks = useMay('callbacks_read');
  // An adviser looks at the company's figures, and first at how they keep the company's promises themselves.
  const isAdviser = useMe()?.role === 'adviser';
  const [changed, setChanged] = useState(0);
  const period = search.period ?? presentMonth();
  useTitle(t('place-dashboards'));
  const data = useQuery({
    queryKey: ['dashboard', period, search.vs ?? '', search.team ?? '', isAdviser],
    queryFn: async ({ signal }) => {
      const asked = { period, vs: search.vs, team: search.team };
      const own = isAdviser ? get<Figure>('/indicators/share_in_time', { period, vs: search.vs, mine: true, weeks: 0 }, signal) : null;
      const [{ panels }, mine] = await Promise.all([get<Data>('/dashboard', { ...asked, weeks: weeksOf(period) }, signal), own]);
      return { panels, mine };
    },
    staleTime: Infinity,
    placeholderData: (before) => before,
  });
  // Figures freeze while they are read: what changed is counted, and shown on demand.
  useLive(CHANGES_IT, () => setChanged((it) => it + 1));
  const refresh = () => {
    setChanged(0);
    void data.refetch();
  };
  useKeys({ 'show-new': refresh });
  const panels = new Map(data.data?.panels.map((it) => [it.definition.key, it]));
  const link = Object.fromEntries(Object.entries({ period, vs: search.vs, team: search.team }).filter(([, value]) => value)) as Record<string, string>;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <PageHeading>{t('place-dashboards')}</PageHeading>
        <Filters search={search} label={period} />
      </header>
      <div className={styles.status} role="status">
        {data.dataUpdatedAt > 0 && (
          <span className="meta">
            {t('dashboard-updated')} <Time at={new Date(data.dataUpdatedAt).toISOString()} />
          </span>
        )}
        {changed > 0 && (
          <button type="button" onClick={refresh} aria-keyshortcuts="U">
            {t('dashboard-refresh', { count: changed })}
          </button>
        )}
        {panels.get('nps')?.in_progress && <span className="meta">{t('dashboard-in-progress')}</span>}
        {data.data && <CsvButton table={() => figuresTable(data.data.panels, `${t('place-dashboards')} ${period}`, t)} of={t('dashboard-figures')} />}
      </div>
      <div className={styles.body} aria-busy={data.isFetching}>
        {data.error ? <Failure error={data.error} onRetry={() => void data.refetch()} /> : null}
        {data.isPending && <Bones cells={FIGURES.length + Number(isAdviser) + Number(mayCallbacks)} />}
        {data.data && (
          <>
            <div className={styles.figures}>
              {data.data.mine && <FigureCell it={data.data.mine} search={{ ...link, mine: true }} mine />}
              {FIGURES.flatMap((key) => panels.get(key) ?? []).map((it) => (
                <FigureCell key={it.definition.key} it={it} search={link} />
              ))}
              {mayCallbacks && <Callbacks />}
            </div>
            <div className={styles.charts}>
              {FIGURES.flatMap((key) => panels.get(key) ?? []).map((it) => (
                <FigureSeries
                  key={it.definition.key}
                  it={it}
                  onOpen={() => void navigate({ to: '/indicators/$key', params: { key: it.definition.key }, search: link })}
                />
              ))}
              <Groups it={panels.get('backlog')} by="age" period={period} />
              <Groups it={panels.get('volume')} by="channel" period={period} />
            </div>
          </>
        )}
      </div>
    </div>
  );
}

/** Grey shapes as high as what takes their place: nothing below them moves. */
function Bones({ cells }: { cells: number }) {
  return (
    <div data-skeleton>
      <div className={styles.figures}>
        {Array.from({ length: cells }, (_, at) => (
          <div key={at} className={styles.figure}>
            <Bone height="8.5rem" />
          </div>
        ))}
      </div>
      <div className={styles.charts}>
        {Array.from({ length: 4 }, (_, at) => (
          <div key={at} className={styles.chart}>
            <Bone height="20rem" />
          </div>
        ))}
      </div>
    </div>
  );
}

function Groups({ it, by, period }: { it: Figure | undefined; by: 'age' | 'channel'; period: string }) {
  const t = useWords();
  const f = useFormats();
  if (!it) {
    return null;
  }
  const name = (key: string) => (by === 'age' ? t('backlog-age', { age: `d${key}` }) : t('channel-name', { channel: key }));
  const total = f.number(it.value ?? 0);
  return (
    <div className={styles.chart}>
      <BarsChart
        heading={<h2>{t(by === 'age' ? 'backlog-finding' : 'volume-finding', { total, count: it.value ?? 0 })}</h2>}
        caption={t(by === 'age' ? 'backlog-caption' : 'volume-caption', { version: it.definition.version })}
        head={t(by === 'age' ? 'backlog-head' : 'volume-head')}
        file={`${t('indicator-name', { key: it.definition.key })} ${period}`}
        definition={it.definition}
        points={it.groups.map((group) => ({ label: group.name || name(group.key), count: group.estimate.value ?? 0 }))}
      />
    </div>
  );
}

/** How many people wait to be called back: the loop that is not closed yet. */
function Callbacks() {
  const t = useWords();
  const f = useFormats();
  const callbacks = useQuery({ queryKey: ['callbacks-open'], queryFn: () => get<Page<{ id: string; is_late: boolean }>>('/callbacks', { limit: 200 }), retry: false });
  const { items = [], next = null } = callbacks.data ?? {};
  const count = items.length;
  const late = items.filter((it) => it.is_late).length;
  // The cell stands before its number is known: it comes after the others, and would push the charts down.
  return (
    <div className={styles.figure} aria-busy={callbacks.isPending}>
      <div {...(callbacks.data ? { 'data-figure': JSON.stringify({ value: count, unit: 'count', state: 'ok', n: count }) } : {})}>
        <p className={styles.name}>{t('dashboard-callbacks')}</p>
        <strong className={styles.count}>{callbacks.data ? (next ? t('dashboard-or-more', { count: f.number(count) }) : f.number(count)) : '\u00a0'}</strong>
        <p className={styles.change} data-way={late > 0 ? 'worse' : undefined}>
          {late > 0 ? t('dashboard-late', { count: late }) : '\u00a0'}
        </p>
      </div>
      <Link to="/programme">{t('dashboard-callbacks-open')}</Link>
    </div>
  );
}
