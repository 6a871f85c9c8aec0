import { useElementSize } from '@mantine/hooks';
import { type ReactNode, useId, useState } from 'react';

import { useWords } from '@/words';

import { CsvButton, type CsvTable } from '../csv';
import styles from './chart.module.css';

export interface Column<P> {
  head: string;
  cell: (point: P) => string;
  number?: boolean;
}

export interface ChartProps<P> {
  /** The finding, as a sentence a director can repeat. */
  heading: ReactNode;
  caption: string;
  points: readonly P[];
  columns: readonly Column<P>[];
  /** What is spoken and shown when a point has the focus. */
  say: (point: P) => string;
  /** The horizontal place of a point in a drawing of that width, 0 to 1. */
  place: (at: number, width: number) => number;
  /** Drawn at its real width in pixels, so that words keep their size on every screen. */
  children: (focused: number | null, width: number) => ReactNode;
  onOpen?: ((point: P) => void) | undefined;
  /** The same data as a file. */
  csv: () => CsvTable;
}

/** Before it is measured. */
const WIDTH = 640;

/**
 * The frame of every chart: a finding, one focus stop whose points are walked with the arrows and spoken, a tooltip on
 * focus as on hover that Escape dismisses, a caption, and the same data as a table.
 */
export function Chart<P>({ heading, caption, points, columns, say, place, children, onOpen, csv }: ChartProps<P>) {
  const t = useWords();
  const id = useId();
  const [at, setAt] = useState<number | null>(null);
  const { ref, width: measured } = useElementSize<HTMLDivElement>();
  const width = Math.round(measured) || WIDTH;
  const [asTable, setAsTable] = useState(false);
  const point = at === null ? undefined : points[at];

  const onKeyDown = (event: React.KeyboardEvent) => {
    const last = points.length - 1;
    const from = at ?? -1;
    const next = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: last }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      setAt(Math.min(last, Math.max(0, next)));
    } else if (event.key === 'Escape' && at !== null) {
      event.stopPropagation();
      setAt(null);
    } else if (event.key === 'Enter' && point && onOpen) {
      event.preventDefault();
      onOpen(point);
    }
  };

  const onPointerMove = (event: React.PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width;
    let nearest = 0;
    points.forEach((_, index) => {
      if (Math.abs(place(index, width) - x) < Math.abs(place(nearest, width) - x)) {
        nearest = index;
      }
    });
    setAt(points.length > 0 ? nearest : null);
  };

  return (
    <figure className={styles.chart} aria-labelledby={id}>
      <div id={id}>{heading}</div>
      {asTable ? (
        <div className={styles.scroll} tabIndex={0} role="region" aria-labelledby={id}>
          <table className="table">
            <thead>
              <tr>
                {columns.map((it) => (
                  <th key={it.head} scope="col" className={it.number ? 'number' : undefined}>
                    {it.head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map((row, index) => (
                <tr key={index}>
                  {columns.map((it) => (
                    <td key={it.head} className={it.number ? 'number' : undefined}>
                      {it.cell(row)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <div
          className={styles.drawing}
          ref={ref}
          role="application"
          tabIndex={0}
          aria-label={`${caption} ${t('chart-keys')}`}
          onKeyDown={onKeyDown}
          onPointerMove={onPointerMove}
          onPointerLeave={() => setAt(null)}
          onBlur={() => setAt(null)}
        >
          {children(at, width)}
          {point !== undefined && at !== null && (
            <div className={styles.tip} style={{ insetInlineStart: `${Math.min(88, Math.max(12, place(at, width) * 100))}%` }} aria-hidden="true">
              {say(point)}
            </div>
          )}
          <span className="visually-hidden" aria-live="polite">
            {point === undefined ? '' : say(point)}
          </span>
        </div>
      )}
      <div className={styles.foot}>
        <figcaption className={styles.caption}>{caption}</figcaption>
        <span className={styles.twins}>
          <button type="button" className={styles.toggle} aria-pressed={asTable} onClick={() => setAsTable(!asTable)} data-print="no">
            {asTable ? t('chart-drawing') : t('chart-table')}
          </button>
          <CsvButton table={csv} of={caption} />
        </span>
      </div>
    </figure>
  );
}
