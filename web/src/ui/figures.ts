/** How figures are worded: one place for units, digits and signs. Shares are shown in percent, differences in points. */
import type { ChangeData, EstimateData, Unit } from '@/api/types';
import type { Formats } from '@/formats';
import type { Words } from '@/words';

/** What n counts. */
export type Counted = 'answers' | 'records' | 'invitations' | 'clocks';

/** Integer below n = 1,000, else one decimal; NPS always an integer. */
export function digitsOf(unit: Unit, n: number): number {
  if (unit === 'share') {
    return n < 1000 ? 0 : 1;
  }
  return unit === 'score' ? 1 : 0;
}

export function valueText(value: number, unit: Unit, n: number, f: Formats): string {
  const digits = digitsOf(unit, n);
  switch (unit) {
    case 'share':
      return f.percent(value, digits);
    case 'seconds':
      return f.hours(value);
    default:
      return f.number(value, digits);
  }
}

export function rangeText(low: number, high: number, unit: Unit, n: number, f: Formats, t: Words): string {
  if (unit === 'points') {
    return t('figure-range', { low: f.number(low), high: f.number(high) });
  }
  if (unit === 'share') {
    return f.range(low * 100, high * 100, digitsOf(unit, n));
  }
  if (unit === 'seconds') {
    return t('figure-range', { low: f.hours(low), high: f.hours(high) });
  }
  return f.range(low, high, digitsOf(unit, n));
}

export function countText(n: number, of: Counted, f: Formats, t: Words): string {
  const args = { count: n, shown: f.number(n) };
  switch (of) {
    case 'answers':
      return t('figure-answers', args);
    case 'invitations':
      return t('figure-invitations', args);
    case 'clocks':
      return t('figure-clocks', args);
    case 'records':
      return t('figure-records', args);
  }
}

/** The whole figure as one sentence: what a screen reader says and an export writes. */
export function sentenceOf(name: string, it: EstimateData, of: Counted, f: Formats, t: Words): string {
  if (it.state === 'no_data' || (it.state !== 'masked' && it.value === null)) {
    return t('figure-said', { name, what: t('figure-no-data', { of }) });
  }
  if (it.state === 'masked') {
    return t('figure-said', { name, what: t('figure-masked') });
  }
  const value = valueText(it.value ?? 0, it.unit, it.n, f);
  if (it.unit === 'count') {
    return t('figure-exact', { name, value });
  }
  const range = it.low === null || it.high === null ? '' : rangeText(it.low, it.high, it.unit, it.n, f, t);
  const said = t('figure-spoken', { name, value, range, n: countText(it.n, of, f, t) });
  return it.state === 'not_enough' ? `${t('figure-not-enough', { of, n: f.number(it.n) })} ${said}` : said;
}

export function changeText(it: ChangeData, unit: Unit, n: number, f: Formats, t: Words): string {
  if (it.value === null || it.low === null || it.high === null) {
    return t('figure-change-not-enough');
  }
  const scale = unit === 'share' ? 100 : 1;
  const digits = digitsOf(unit, n);
  const signed = unit === 'seconds' ? `${it.value < 0 ? '\u2212' : '+'}${f.hours(Math.abs(it.value))}` : f.signed(it.value * scale, digits);
  const value = unit === 'share' ? `${signed} ${t('figure-points')}` : signed;
  const range =
    unit === 'seconds'
      ? t('figure-range', {
          low: `${it.low < 0 ? '\u2212' : '+'}${f.hours(Math.abs(it.low))}`,
          high: `${it.high < 0 ? '\u2212' : '+'}${f.hours(Math.abs(it.high))}`,
        })
      : f.range(it.low * scale, it.high * scale, digits);
  return it.verdict === 'distinguishable' ? t('figure-change', { value, range }) : t('figure-change-open', { value, range });
}

/** What is shown as data-figure: everything that must travel with a number. */
export function figureData({ value, low, high, n, unit, level, state }: EstimateData, definition?: { key: string; version: number } | null): string {
  return JSON.stringify({ value, low, high, n, unit, level, state, definition: definition ? `${definition.key} v${definition.version}` : null });
}
