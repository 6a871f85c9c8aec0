import type { Definition, EstimateData } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { useWords } from '@/words';

import { Whisker } from './charts/whisker';
import styles from './estimate.module.css';
import { type Counted, countText, digitsOf, figureData, rangeText, sentenceOf, valueText } from './figures';

export interface EstimateProps {
  name: string;
  estimate: EstimateData;
  definition?: Definition | null | undefined;
  /** What n counts. */
  of?: Counted;
  /** The axis of the whisker; the scale of a score is never cut. */
  domain?: [number, number];
  form?: 'panel' | 'line';
}

const DOMAINS: Partial<Record<EstimateData['unit'], [number, number]>> = { points: [-100, 100], share: [0, 1], score: [1, 7] };

/** Every figure of the application: value, interval, n, definition and state travel together. */
export function Estimate({ name, estimate, definition, of = 'answers', domain, form = 'panel' }: EstimateProps) {
  const t = useWords();
  const f = useFormats();
  const { value, low, high, n, unit, state } = estimate;
  const missing = state === 'no_data' || state === 'masked' || value === null;
  const range = low !== null && high !== null && unit !== 'count' ? rangeText(low, high, unit, n, f, t) : null;
  const attributes = { 'data-figure': figureData(estimate, definition), 'data-state': state };
  const spoken = <span className="visually-hidden">{sentenceOf(name, estimate, of, f, t)}</span>;
  if (form === 'line') {
    return (
      <span className={styles.inline} {...attributes}>
        {spoken}
        <span aria-hidden="true">
          {missing ? (
            <span className="muted">{state === 'masked' ? t('figure-masked') : t('figure-no-data', { of })}</span>
          ) : (
            <>
              {state === 'not_enough' ? (
                <span className="muted">
                  {valueText(value, unit, n, f)} · {t('figure-not-enough-short')}
                </span>
              ) : (
                <strong>{valueText(value, unit, n, f)}</strong>
              )}{' '}
              {range && <span className={styles.range}>({range}), {countText(n, of, f, t)}</span>}
            </>
          )}
        </span>
      </span>
    );
  }
  // Times have no upper end: the interval takes four fifths of the axis from zero.
  const axis: [number, number] | undefined = domain ?? DOMAINS[unit] ?? (unit === 'seconds' && high !== null && high > 0 ? [0, high * 1.25] : undefined);
  return (
    <div className={styles.figure} {...attributes}>
      {spoken}
      <div className={styles.name} aria-hidden="true">
        {name}
      </div>
      <div className={styles.value} data-quiet={missing || state === 'not_enough'} aria-hidden="true">
        {missing ? (state === 'masked' ? t('figure-masked') : t('figure-no-data', { of })) : state === 'not_enough' ? t('figure-not-enough', { of, n: f.number(n) }) : valueText(value, unit, n, f)}
      </div>
      {axis && <Whisker estimate={estimate} domain={axis} />}
      {!missing && unit !== 'count' && (
        <div className={styles.range} aria-hidden="true">
          {state === 'not_enough' ? `${valueText(value, unit, n, f)} ` : ''}
          {range && `(${range}), `}
          {countText(n, of, f, t)}
        </div>
      )}
      {definition && (
        <div className={styles.definition}>
          {t('figure-definition', { version: definition.version })} · {t('figure-level', { level: f.percent(estimate.level, digitsOf('share', 0)) })}
        </div>
      )}
    </div>
  );
}
