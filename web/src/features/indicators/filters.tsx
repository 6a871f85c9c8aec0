import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { teamsQuery } from '@/api/names';
import { useFormats } from '@/shell/formats';
import { useKeys } from '@/shell/keys';
import { useNarrow } from '@/shell/narrow';
import { useWords } from '@/words';
import { wallOf } from '@/zone';

import styles from './dashboard.module.css';
import { periodText } from './figure';
import { KINDS, kindOf, type PeriodKind, periodMoved, periodOf, versusMoved, yearBefore } from './period';

/** What a dashboard and an indicator look at; it stands in the address. */
export interface DashboardSearch {
  period?: string;
  vs?: string;
  team?: string;
  /** Of one's own cases alone. */
  mine?: true;
}

/** How many earlier periods can be chosen to compare with. */
const EARLIER = 12;

/** The present month by the company's clock. */
export const presentMonth = () => {
  const { year, month } = wallOf(new Date());
  return `${year}-${String(month).padStart(2, '0')}`;
};

/** As many weeks as the period asks for: half a year, or the year itself. */
export const weeksOf = (label: string) => (kindOf(label) === 'year' ? 53 : 26);

/** The period, its kind, what it is compared with, the team; ← and → move as the two buttons do. */
export function Filters({ search, label }: { search: DashboardSearch; label: string }) {
  const t = useWords();
  const f = useFormats();
  const narrow = useNarrow<DashboardSearch>();
  const kind = kindOf(label);
  const go = (period: string) => narrow({ period, vs: versusMoved(search.vs, label, period) });
  const next = periodMoved(label, 1);
  const isLast = next === null || periodOf('month', presentMonth(), presentMonth()) < monthsFirst(next);
  const move = (by: number) => {
    const moved = periodMoved(label, by);
    if (moved && (by < 0 || !isLast)) {
      go(moved);
    }
  };
  useKeys({ 'chart-previous': () => move(-1), 'chart-next': () => move(1) });
  const kinds = KINDS.map((value) => ({ value: value as string, label: t('dashboard-kind', { kind: value }) }));
  return (
    <div className={styles.filters}>
      <div className={styles.period} role="group" aria-label={t('dashboard-period-label')}>
        <ActionIcon aria-label={t('dashboard-before')} onClick={() => move(-1)}>
          <IconChevronLeft className="mirrored" size={16} stroke={1.75} />
        </ActionIcon>
        <strong className="tabular">{periodText(label, f, t)}</strong>
        <ActionIcon aria-label={t('dashboard-after')} aria-disabled={isLast} onClick={() => move(1)}>
          <IconChevronRight className="mirrored" size={16} stroke={1.75} />
        </ActionIcon>
      </div>
      <NativeSelect
        className={styles.choice}
        aria-label={t('dashboard-kind-label')}
        value={kind ?? ''}
        data={kind ? kinds : [{ value: '', label: t('dashboard-kind', { kind: 'other' }) }, ...kinds]}
        onChange={({ currentTarget: { value } }) => value && go(periodOf(value as PeriodKind, kind ? label : presentMonth(), presentMonth()))}
      />
      <Comparison search={search} label={label} />
      <Teams search={search} />
    </div>
  );
}

/** The first month of a period, as text that sorts. */
function monthsFirst(label: string): string {
  return kindOf(label) === 'year' ? `${label}-01` : kindOf(label) === 'quarter' ? `${label.slice(0, 4)}-${String(Number(label.slice(6)) * 3 - 2).padStart(2, '0')}` : label;
}

/** The period compared with: the one before, the same a year before, another, or none. */
function Comparison({ search, label }: { search: DashboardSearch; label: string }) {
  const t = useWords();
  const f = useFormats();
  const narrow = useNarrow<DashboardSearch>();
  const against = (it: string) => t('dashboard-against', { period: periodText(it, f, t) });
  const before = periodMoved(label, -1);
  const year = yearBefore(label);
  const earlier = Array.from({ length: EARLIER - 1 }, (_, at) => periodMoved(label, -2 - at)).filter((it) => it !== null && it !== year);
  const all = [
    { value: '', label: before ? against(before) : t('dashboard-against-before') },
    ...(year ? [{ value: year, label: t('dashboard-against-year', { period: periodText(year, f, t) }) }] : []),
    { value: 'none', label: t('dashboard-against-none') },
    ...earlier.map((it) => ({ value: it ?? '', label: against(it ?? '') })),
  ];
  const value = search.vs === before ? '' : (search.vs ?? '');
  const isOther = !all.some((it) => it.value === value);
  return (
    <NativeSelect
      className={styles.choice}
      aria-label={t('dashboard-against-label')}
      value={value}
      data={isOther ? [...all, { value, label: against(value) }] : all}
      onChange={({ currentTarget: { value: vs } }) => narrow({ vs })}
    />
  );
}

function Teams({ search }: { search: DashboardSearch }) {
  const t = useWords();
  const narrow = useNarrow<DashboardSearch>();
  const teams = useQuery(teamsQuery);
  const all = [{ value: '', label: t('dashboard-all-teams') }, ...(teams.data?.items ?? []).map((it) => ({ value: it.id, label: it.name }))];
  return (
    <NativeSelect
      className={styles.choice}
      aria-label={t('dashboard-team')}
      value={search.team ?? ''}
      data={all}
      onChange={({ currentTarget: { value } }) => narrow({ team: value })}
    />
  );
}
