import { Link } from '@tanstack/react-router';

import { useFormats } from '@/shell/formats';
import { changeText, type Counted } from '@/ui/figures';
import { Estimate } from '@/ui/estimate';
import { SeriesChart, type SeriesPoint } from '@/ui/charts/series';
import { estimateCells, estimateHeads, type CsvTable } from '@/ui/csv';
import { useWords, type Words } from '@/words';
import type { Formats } from '@/formats';

import styles from './dashboard.module.css';
import { type Figure, goodWhenHigh } from './types';

export const nameOf = (key: string, t: Words) => t('indicator-name', { key });

const COUNTED: Readonly<Record<string, Counted>> = {
  nps_answers: 'answers',
  csat_answers: 'answers',
  ces_answers: 'answers',
  invitations: 'invitations',
  first_reply_clocks: 'clocks',
  resolution_clocks: 'clocks',
  all_clocks: 'clocks',
};

/** What n counts: what people said, who was asked, which promised times ran out or were kept. */
export const countsOf = (it: Figure): Counted => COUNTED[it.definition.basis] ?? 'records';

function wayOf(it: Figure): 'worse' | 'better' | null {
  const change = it.versus?.change;
  const isGood = goodWhenHigh[it.definition.key];
  if (!change || change.verdict !== 'distinguishable' || change.value === null || isGood === undefined) {
    return null;
  }
  return change.value > 0 === isGood ? 'better' : 'worse';
}

/** The change against the other period, or that nothing can be said. */
export function ChangeLine({ it }: { it: Figure }) {
  const t = useWords();
  const f = useFormats();
  if (!it.versus || it.value === null || it.unit === 'count') {
    return null;
  }
  const way = wayOf(it);
  return (
    <p className={styles.change} data-way={way ?? undefined} data-figure={JSON.stringify(it.versus.change)}>
      {changeText(it.versus.change, it.unit, it.n, f, t)} {t('dashboard-against', { period: periodText(it.versus.period.label, f, t) })}
      {way ? ` · ${t('dashboard-way', { way })}` : ''}
    </p>
  );
}

/** One cell of the dashboard; `mine`: of one's own cases. */
export function FigureCell({ it, search, mine = false }: { it: Figure; search: Record<string, string | boolean>; mine?: boolean }) {
  const t = useWords();
  const name = mine ? t('dashboard-mine', { name: nameOf(it.definition.key, t) }) : nameOf(it.definition.key, t);
  return (
    <div className={styles.figure}>
      <Estimate name={name} estimate={it} definition={it.definition} of={countsOf(it)} />
      <ChangeLine it={it} />
      <Link to="/indicators/$key" params={{ key: it.definition.key }} search={search}>
        {t('dashboard-behind')}
        <span className="visually-hidden"> · {name}</span>
      </Link>
    </div>
  );
}

export function periodText(label: string, f: Formats, t: Words): string {
  const week = /^\d{4}-W(\d{2})$/.exec(label);
  if (week) {
    return f.week(Number(week[1]));
  }
  const quarter = /^(\d{4})-Q(\d)$/.exec(label);
  if (quarter) {
    return t('dashboard-quarter', { year: quarter[1] ?? '', quarter: quarter[2] ?? '' });
  }
  return /^\d{4}-\d{2}$/.test(label) ? f.month(label) : t('dashboard-period', { period: label });
}

/** Figures as a file: each with its interval, its count and its definition, and what it is compared with. */
export function figuresTable(figures: readonly Figure[], name: string, t: Words): CsvTable {
  const heads = [t('csv-indicator'), t('dashboard-period-label'), ...estimateHeads(t)];
  const compared = [t('csv-versus-period'), t('csv-versus-value'), t('csv-versus-n'), t('csv-change'), t('csv-change-low'), t('csv-change-high'), t('csv-verdict')];
  const versus = ({ versus: it, unit }: Figure) => {
    if (!it) {
      return compared.map(() => null);
    }
    const change = unit === 'count' ? [null, null, null, null] : [it.change.value, it.change.low, it.change.high, t('csv-verdict-name', { verdict: it.change.verdict })];
    return [it.period.label, it.estimate.value, it.estimate.n, ...change];
  };
  const row = (it: Figure) => [nameOf(it.definition.key, t), it.period.label, ...estimateCells(it, it.definition, t), ...versus(it)];
  return { name, heads: [...heads, ...compared], rows: figures.map(row) };
}

/** Week by week with the limits of ordinary variation; the heading is the finding. */
export function FigureSeries({ it, onOpen }: { it: Figure; onOpen?: () => void }) {
  const t = useWords();
  const f = useFormats();
  const byWeek = new Map(it.chart?.points.map((point) => [point.week, point]));
  const isGood = goodWhenHigh[it.definition.key];
  const points: SeriesPoint[] = it.series.map(({ period, estimate }, at) => {
    const point = byWeek.get(period.label);
    const signal = point?.is_signal && it.chart && isGood !== undefined ? (point.value > it.chart.centre === isGood ? 'better' : 'worse') : null;
    return { label: periodText(period.label, f, t), key: period.label, estimate, signal, isOpen: it.in_progress && at === it.series.length - 1 };
  });
  const limits = it.chart ? { centre: it.chart.centre, bands: it.series.map(({ period }) => byWeek.get(period.label) ?? null) } : null;
  const signals = points.filter((point) => point.signal);
  const name = nameOf(it.definition.key, t);
  const last = signals.at(-1);
  const finding = !it.chart
    ? t('series-few', { name })
    : last
      ? t('series-signal', { name, count: signals.length, week: last.label, way: last.signal ?? 'worse' })
      : t('series-ordinary', { name });
  return (
    <div className={styles.chart}>
      <SeriesChart
        heading={<h2>{finding}</h2>}
        caption={t('series-caption', { name, weeks: points.length, version: it.definition.version })}
        points={points}
        limits={limits}
        unit={it.unit}
        file={`${name} ${it.period.label}`}
        definition={it.definition}
        {...(onOpen ? { onOpen } : {})}
      />
    </div>
  );
}
