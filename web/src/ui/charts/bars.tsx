import { max } from 'd3-array';
import { scaleLinear } from 'd3-scale';
import type { ReactNode } from 'react';

import type { Definition } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { useWords } from '@/words';

import { Chart } from './chart';

export interface BarPoint {
  label: string;
  count: number;
  tone?: 'worse' | 'plain' | 'better';
}

const FILLS = { worse: 'var(--worse)', plain: 'var(--plain)', better: 'var(--better)', none: 'var(--us-line)' } as const;

const ROW = 28;
const LABEL_MAX = 132;
const VALUE = 48;

/** Counts as bars from zero: the only thing bars are for. Each value stands at the end of its bar. */
export function BarsChart({
  heading,
  caption,
  points,
  head,
  onOpen,
  file,
  definition,
}: {
  heading: ReactNode;
  caption: string;
  points: readonly BarPoint[];
  head: string;
  onOpen?: (point: BarPoint) => void;
  /** What the file of these counts is called. */
  file: string;
  definition?: Definition | undefined;
}) {
  const t = useWords();
  const f = useFormats();
  const most = max(points, (it) => it.count) || 1;
  // Room for the longest name, and no more: a score's name is one or two digits.
  const label = Math.min(LABEL_MAX, 16 + 8 * Math.max(...points.map((it) => it.label.length)));
  const height = Math.max(1, points.length) * ROW;
  return (
    <Chart
      heading={heading}
      caption={caption}
      points={points}
      say={(it) => t('chart-point', { label: it.label, value: f.number(it.count) })}
      place={() => 0.5}
      onOpen={onOpen}
      csv={() => ({
        name: file,
        heads: [head, t('chart-count'), t('csv-definition')],
        rows: points.map((it) => [it.label, it.count, definition ? `${definition.key} v${definition.version}` : '']),
      })}
      columns={[
        { head, cell: (it) => it.label },
        { head: t('chart-count'), cell: (it) => f.number(it.count), number: true },
      ]}
    >
      {(focused, width) => {
        const x = scaleLinear().domain([0, most]).range([0, Math.max(40, width - label - VALUE)]);
        return (
          <svg viewBox={`0 0 ${width} ${height}`} style={{ blockSize: height }} aria-hidden="true">
            {points.map((it, at) => (
              <g key={it.label} transform={`translate(0 ${at * ROW})`}>
                <text x={label - 10} y={18} textAnchor="end">
                  {it.label}
                </text>
                <rect
                  x={label}
                  y={4}
                  width={Math.max(it.count > 0 ? 2 : 0, x(it.count))}
                  height={ROW - 8}
                  rx={2}
                  fill={FILLS[it.tone ?? 'none']}
                  stroke={focused === at ? 'var(--focus)' : 'none'}
                  strokeWidth={2}
                />
                <text x={label + x(it.count) + 8} y={18} data-strong="" data-figure={JSON.stringify({ value: it.count, unit: 'count' })}>
                  {f.number(it.count)}
                </text>
              </g>
            ))}
          </svg>
        );
      }}
    </Chart>
  );
}
