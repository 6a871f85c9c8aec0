import { scaleLinear } from 'd3-scale';

import type { EstimateData } from '@/api/types';

import styles from '../estimate.module.css';

const WIDTH = 240;

/** A dot and its interval on the whole axis of its scale: filled when it can conclude, hollow when not. */
export function Whisker({ estimate, domain }: { estimate: EstimateData; domain: [number, number] }) {
  const x = scaleLinear().domain(domain).range([4, WIDTH - 4]).clamp(true);
  const { value, low, high, state } = estimate;
  const zero = domain[0] < 0 && domain[1] > 0;
  return (
    <svg className={styles.whisker} viewBox={`0 0 ${WIDTH} 20`} preserveAspectRatio="none" aria-hidden="true">
      <line x1={4} x2={WIDTH - 4} y1={10} y2={10} stroke="var(--line)" strokeWidth="1" />
      {zero && <line x1={x(0)} x2={x(0)} y1={5} y2={15} stroke="var(--line-strong)" strokeWidth="1" />}
      {state === 'masked' && <rect x={4} y={7} width={WIDTH - 8} height={6} fill="none" stroke="var(--line-strong)" strokeDasharray="2 3" />}
      {value !== null && low !== null && high !== null && (
        <>
          <rect x={x(low)} y={5} width={Math.max(1, x(high) - x(low))} height={10} fill="var(--us-subtle)" />
          <line x1={x(low)} x2={x(high)} y1={10} y2={10} stroke="var(--us)" strokeWidth="2" />
        </>
      )}
      {value !== null && (
        <circle cx={x(value)} cy={10} r={4} fill={state === 'ok' ? 'var(--us)' : 'var(--surface)'} stroke="var(--us)" strokeWidth="2" />
      )}
    </svg>
  );
}
