import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';

import { get, type Page } from '@/api/http';
import { useMay } from '@/api/session';
import type { Named } from '@/api/types';
import { useLive } from '@/api/use-live';
import { useFormats } from '@/shell/formats';
import { useKeys } from '@/shell/keys';
import { PageHeading, useTitle } from '@/shell/page';
import { BarsChart } from '@/ui/charts/bars';
import { Failure, Loading } from '@/ui/states';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

import styles from './dashboard.module.css';
import { FigureCell, FigureSeries, periodText } from './figure';
import { type Dashboard as Data, type Figure, monthMoved } from './types';

export interface DashboardSearch {
  period?: string;
  vs?: string;
  team?: string;
}

const FIGURES = ['nps', 'csat', 'ces', 'share_in_time', 'first_reply_time', 'first_reply_time_p90', 'resolution_time', 'response_rate'];
const SERIES = ['nps', 'share_in_time', 'csat', 'first_reply_time'];
const CHANGES_IT = ['response_received', 'case_opened', 'case_closed', 'case_reopened', 'deadline_missed', 'deadline_met', 'invitation_sent'];

/** The present month in the time zone of the screen. */
const presentMonth = () => {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`;
};

/** The team and the period; ← and → move by a month, as the two buttons do. */
export function Filters({ search, label, onSearch }: { search: DashboardSearch; label: string; onSearch: (next: DashboardSearch) => void }) {
  const t = useWords();
  const f = useFormats();
  const teams = useQuery({ queryKey: ['team-names'], queryFn: () => get<Page<Named>>('/teams', { limit: 200 }), staleTime: 300_000, retry: false });
  const move = (by: number) => {
    const next = monthMoved(label, by);
    if (next && next <= presentMonth()) {
      onSearch({ ...search, period: next });
    }
  };
  useKeys({ 'chart-previous': () => move(-1), 'chart-next': () => move(1) });
  return (
    <>
      <div className={styles.period} role="group" aria-label={t('dashboard-period-label')}>
        <ActionIcon aria-label={t('dashboard-before')} onClick={() => move(-1)}>
          <IconChevronLeft className="mirrored" size={16} stroke={1.75} />
        </ActionIcon>
        <strong className="tabular">{periodText(label, f, t)}</strong>
        <ActionIcon aria-label={t('dashboard-after')} aria-disabled={label >= presentMonth()} onClick={() => move(1)}>
          <IconChevronRight className="mirrored" size={16} stroke={1.75} />
        </ActionIcon>
      </div>
      {(teams.data?.items.length ?? 0) > 0 && (
        <NativeSelect
          aria-label={t('dashboard-team')}
          value={search.team ?? ''}
          data={[{ value: '', label: t('dashboard-all-teams') }, ...(teams.data?.items ?? []).map((it) => ({ value: it.id, label: it.name }))]}
          onChange={(event) => onSearch({ ...search, ...(event.currentTarget.value ? { team: event.currentTarget.value } : { team: undefined as never }) })}
        />
      )}
    </>
  );
}

export function Dashboard() {
  const t = useWords();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as DashboardSearch;
  const mayCallbacks = useMay('callbacks_read');
  const [changed, setChanged] = useState(0);
  const period = search.period ?? presentMonth();
  useTitle(t('place-dashboards'));
  const data = useQuery({
    queryKey: ['dashboard', period, search.vs ?? '', search.team ?? ''],
    queryFn: ({ signal }) => get<Data>('/dashboard', { period, vs: search.vs, team: search.team, weeks: 26 }, signal),
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
  const onSearch = (next: DashboardSearch) => {
    const kept = Object.fromEntries(Object.entries(next).filter(([, value]) => value));
    void navigate({ to: '/dashboards', search: kept });
  };
  const panels = new Map(data.data?.panels.map((it) => [it.definition.key, it]));
  const link = Object.fromEntries(Object.entries({ period, team: search.team }).filter(([, value]) => value)) as Record<string, string>;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <PageHeading>{t('place-dashboards')}</PageHeading>
        <Filters search={search} label={period} onSearch={onSearch} />
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
      </div>
      <div className={styles.body} aria-busy={data.isFetching}>
        {data.error ? <Failure error={data.error} onRetry={() => void data.refetch()} /> : null}
        {data.isPending && <Loading rows={8} height="4rem" />}
        {data.data && (
          <>
            <div className={styles.figures}>
              {FIGURES.flatMap((key) => panels.get(key) ?? []).map((it) => (
                <FigureCell key={it.definition.key} it={it} search={link} />
              ))}
              {mayCallbacks && <Callbacks />}
            </div>
            <div className={styles.charts}>
              {SERIES.flatMap((key) => panels.get(key) ?? []).map((it) => (
                <FigureSeries
                  key={it.definition.key}
                  it={it}
                  onOpen={() => void navigate({ to: '/indicators/$key', params: { key: it.definition.key }, search: link })}
                />
              ))}
              <Groups it={panels.get('backlog')} by="age" />
              <Groups it={panels.get('volume')} by="channel" />
            </div>
          </>
        )}
      </div>
    </div>
  );
}

function Groups({ it, by }: { it: Figure | undefined; by: 'age' | 'channel' }) {
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
  if (!callbacks.data) {
    return null;
  }
  const { items, next } = callbacks.data;
  const count = items.length;
  const late = items.filter((it) => it.is_late).length;
  return (
    <div className={styles.figure}>
      <div data-figure={JSON.stringify({ value: count, unit: 'count', state: 'ok', n: count })}>
        <p className={styles.name}>{t('dashboard-callbacks')}</p>
        <strong className={styles.count}>{next ? t('dashboard-or-more', { count: f.number(count) }) : f.number(count)}</strong>
        {late > 0 && <p className={styles.change} data-way="worse">{t('dashboard-late', { count: late })}</p>}
      </div>
      <Link to="/programme">{t('dashboard-callbacks-open')}</Link>
    </div>
  );
}
