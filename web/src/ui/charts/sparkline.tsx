import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

/** 64 × 20, no axis, the last dot, the band of ordinary variation; the text twin says the same. */
export function Sparkline({ values, domain, band, text }: { values: readonly (number | null)[]; domain: [number, number]; band?: [number, number]; text: string }) {
  const x = scaleLinear().domain([0, Math.max(1, values.length - 1)]).range([2, 60]);
  const y = scaleLinear().domain(domain).range([18, 2]).clamp(true);
  const path = line<number | null>()
    .defined((it) => it !== null)
    .x((_, at) => x(at))
    .y((it) => y(it ?? 0));
  const last = values.findLastIndex((it) => it !== null);
  const value = values[last];
  return (
    <>
      <svg viewBox="0 0 64 20" width="64" height="20" aria-hidden="true">
        {band && <rect x={0} y={y(band[1])} width={64} height={Math.max(1, y(band[0]) - y(band[1]))} fill="var(--sunken)" />}
        <path d={path(values) ?? ''} fill="none" stroke="var(--ink-muted)" strokeWidth="1.25" />
        {value !== null && value !== undefined && <circle cx={x(last)} cy={y(value)} r={2.5} fill="var(--us)" />}
      </svg>
      <span className="visually-hidden">{text}</span>
    </>
  );
}
