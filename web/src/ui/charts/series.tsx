import { extent } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import { area, curveStep, line } from 'd3-shape';
import type { ReactNode } from 'react';

import type { Definition, EstimateData, Unit } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { useWords } from '@/words';

import { estimateCells, estimateHeads } from '../csv';
import { figureData, rangeText, valueText } from '../figures';
import { Chart } from './chart';

export interface SeriesPoint {
  /** « sem. 42 » */
  label: string;
  /** `2026-W42`, as a file names it. */
  key: string;
  estimate: EstimateData;
  /** Outside the limits of ordinary variation, and which way. */
  signal?: 'worse' | 'better' | null;
  /** The period is not over. */
  isOpen?: boolean;
}

export interface ControlLimits {
  centre: number;
  /** The limits of ordinary variation at each point; they widen where few answers stand behind it. */
  bands: readonly ({ low: number; high: number } | null)[];
}

const H = 220;
const PAD = { top: 16, right: 60, bottom: 28, left: 52 };
/** A label each so many pixels. */
const LABEL = 76;
/** Where the marks of an axis of time may stand, in seconds: never « 33 min ». */
const STEPS = [60, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 57_600, 144_000, 288_000];
const DOMAINS: Partial<Record<Unit, [number, number]>> = { points: [-100, 100], share: [0, 1], score: [1, 7] };

/**
 * Estimates by week. With limits it is a control chart: ordinary points are grey, a signal is a diamond of its own
 * colour and a word; without, each dot carries its interval. Never bars: what is inside a bar is read as more likely.
 */
export function SeriesChart({
  heading,
  caption,
  points,
  limits,
  unit,
  whole = false,
  onOpen,
  file,
  definition,
}: {
  heading: ReactNode;
  caption: string;
  points: readonly SeriesPoint[];
  limits?: ControlLimits | null;
  unit: Unit;
  /** Draws the whole scale of the score rather than what the data need. */
  whole?: boolean;
  onOpen?: (point: SeriesPoint) => void;
  /** What the file of these weeks is called. */
  file: string;
  definition: Definition;
}) {
  const t = useWords();
  const f = useFormats();
  const values = points.flatMap(({ estimate: it }) => [it.low, it.high, it.value].filter((v) => v !== null));
  const [least = 0, most = 1] = extent([...values, ...(limits?.bands.flatMap((it) => (it ? [it.low, it.high] : [])) ?? []), ...(unit === 'share' || unit === 'count' || unit === 'seconds' ? [0] : [])]);
  // A limit beyond the scale of the score says nothing: the axis ends where the scale does.
  const [floor, ceiling] = DOMAINS[unit] ?? [-Infinity, Infinity];
  const domain: [number, number] = whole && DOMAINS[unit] ? DOMAINS[unit] : [Math.max(floor, least), Math.min(ceiling, most === least ? least + 1 : most)];
  const step = unit === 'seconds' ? (STEPS.find((it) => domain[1] / it <= 5) ?? 288_000) : null;
  const y = (step ? scaleLinear().domain([0, Math.ceil(domain[1] / step) * step]) : scaleLinear().domain(domain).nice(4)).range([H - PAD.bottom, PAD.top]).clamp(true);
  const ticks = step ? Array.from({ length: Math.ceil(domain[1] / step) + 1 }, (_, at) => at * step) : y.ticks(4);
  const scale = (width: number) => scaleLinear().domain([0, Math.max(1, points.length - 1)]).range([PAD.left, width - PAD.right]);
  const drawn = points.map((it, at) => ({ ...it, at })).filter((it) => it.estimate.value !== null);
  const lastBand = limits?.bands.findLast((it) => it !== null);
  const missing = (it: EstimateData) => (it.state === 'masked' ? t('figure-masked') : t('figure-no-data', { of: 'records' }));
  const said = (it: SeriesPoint) => {
    const { estimate: e } = it;
    if (e.value === null) {
      return t('chart-point', { label: it.label, value: missing(e) });
    }
    const range = e.low !== null && e.high !== null && unit !== 'count' ? ` (${rangeText(e.low, e.high, unit, e.n, f, t)})` : '';
    const signal = it.signal ? ` · ${t('chart-signal-word')}` : '';
    return `${t('chart-point', { label: it.label, value: valueText(e.value, unit, e.n, f) })}${range}, n ${f.number(e.n)}${signal}`;
  };
  const text = (value: number | null, n: number) => (value === null ? '' : valueText(value, unit, n, f));
  const last = drawn.at(-1);
  return (
    <Chart
      heading={heading}
      caption={caption}
      points={points}
      say={said}
      place={(at, width) => scale(width)(at) / width}
      onOpen={onOpen}
      csv={() => ({
        name: file,
        heads: [t('chart-week'), ...estimateHeads(t), t('chart-signal-word')],
        rows: points.map((it) => [it.key, ...estimateCells(it.estimate, definition, t), it.signal ? t('csv-signal', { way: it.signal }) : '']),
      })}
      columns={[
        { head: t('chart-week'), cell: (it) => it.label },
        { head: t('chart-value'), cell: (it) => text(it.estimate.value, it.estimate.n) || missing(it.estimate), number: true },
        { head: t('chart-low'), cell: (it) => text(it.estimate.low, it.estimate.n), number: true },
        { head: t('chart-high'), cell: (it) => text(it.estimate.high, it.estimate.n), number: true },
        { head: t('chart-count'), cell: (it) => f.number(it.estimate.n), number: true },
      ]}
    >
      {(focused, width) => {
        const x = scale(width);
        const every = Math.max(1, Math.ceil(points.length / Math.max(1, (width - PAD.left - PAD.right) / LABEL)));
        const band = area<(typeof drawn)[number]>()
          .x((it) => x(it.at))
          .y0((it) => y(it.estimate.low ?? it.estimate.value ?? 0))
          .y1((it) => y(it.estimate.high ?? it.estimate.value ?? 0));
        const path = line<(typeof drawn)[number]>()
          .x((it) => x(it.at))
          .y((it) => y(it.estimate.value ?? 0));
        const edge = (side: 'low' | 'high') =>
          line<{ at: number; value: number }>()
            .x((it) => x(it.at))
            .y((it) => y(it.value))
            .curve(curveStep)(limits?.bands.flatMap((it, at) => (it ? [{ at, value: it[side] }] : [])) ?? []) ?? '';
        return (
          <svg viewBox={`0 0 ${width} ${H}`} style={{ blockSize: H }} aria-hidden="true">
            {ticks.map((tick) => (
              <g key={tick}>
                <line x1={PAD.left} x2={width - PAD.right} y1={y(tick)} y2={y(tick)} stroke={tick === 0 ? 'var(--line-strong)' : 'var(--line)'} />
                <text x={PAD.left - 6} y={y(tick) + 4} textAnchor="end">
                  {valueText(tick, unit, 1, f)}
                </text>
              </g>
            ))}
            {points.map((it, at) =>
              at % every === 0 ? (
                <text key={at} x={x(at)} y={H - 8} textAnchor="middle">
                  {it.label}
                </text>
              ) : null,
            )}
            {limits && (
              <g stroke="var(--plain)" strokeWidth="1.5">
                <path d={edge('high')} fill="none" strokeDasharray="4 4" />
                <path d={edge('low')} fill="none" strokeDasharray="4 4" />
                <line x1={PAD.left} x2={width - PAD.right} y1={y(limits.centre)} y2={y(limits.centre)} />
              </g>
            )}
            {!limits && <path d={band(drawn) ?? ''} fill="var(--us-subtle)" />}
            {!limits && <path d={path(drawn.filter((it) => !it.isOpen)) ?? ''} fill="none" stroke="var(--us)" strokeWidth="1.5" />}
            {drawn.map((it) => {
              const e = it.estimate;
              const [cx, cy] = [x(it.at), y(e.value ?? 0)];
              const tone = it.signal === 'worse' ? 'var(--worse)' : it.signal === 'better' ? 'var(--better)' : limits ? 'var(--plain)' : 'var(--us)';
              const hollow = e.state !== 'ok' || it.isOpen;
              return (
                <g key={it.at} data-figure={figureData(e)} stroke={tone} strokeWidth="2" fill={hollow ? 'var(--surface)' : tone}>
                  {e.low !== null && e.high !== null && unit !== 'count' && (
                    <line x1={cx} x2={cx} y1={y(e.low)} y2={y(e.high)} strokeWidth={1.5} strokeOpacity={limits ? 0.45 : 1} />
                  )}
                  {it.signal ? <path d={`M${cx} ${cy - 6}l6 6l-6 6l-6 -6z`} /> : <circle cx={cx} cy={cy} r={focused === it.at ? 5 : 3.5} />}
                  {focused === it.at && <circle cx={cx} cy={cy} r={9} fill="none" stroke="var(--focus)" strokeWidth="1.5" />}
                </g>
              );
            })}
            {last && (
              <text x={x(last.at) + 10} y={y(last.estimate.value ?? 0) + 4} data-strong="" data-figure={figureData(last.estimate)}>
                {text(last.estimate.value, last.estimate.n)}
              </text>
            )}
            {lastBand && (
              <>
                <text x={width - PAD.right + 2} y={y(lastBand.high) - 5} textAnchor="end">
                  {t('chart-limit-high')}
                </text>
                <text x={width - PAD.right + 2} y={y(lastBand.low) + (y(lastBand.low) > H - PAD.bottom - 16 ? -5 : 14)} textAnchor="end">
                  {t('chart-limit-low')}
                </text>
              </>
            )}
          </svg>
        );
      }}
    </Chart>
  );
}
