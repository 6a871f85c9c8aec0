/** Periods by their labels: `2026-10`, `2026-Q4`, `2026`. They sort as text within their kind. */
export type PeriodKind = 'month' | 'quarter' | 'year';
export const KINDS: readonly PeriodKind[] = ['month', 'quarter', 'year'];

const two = (month: number) => String(month).padStart(2, '0');

/** Which kind a label is; null for weeks and single days, which no control offers. */
export function kindOf(label: string): PeriodKind | null {
  if (/^\d{4}$/.test(label)) {
    return 'year';
  }
  return /^\d{4}-Q[1-4]$/.test(label) ? 'quarter' : /^\d{4}-\d{2}$/.test(label) ? 'month' : null;
}

/** The period of `kind` that `label` is in; for a longer one its last, but none after `present`. */
export function periodOf(kind: PeriodKind, label: string, present: string): string {
  const year = Number(label.slice(0, 4));
  const from = kindOf(label);
  const month = from === 'month' ? Number(label.slice(5)) : from === 'quarter' ? Number(label.slice(6)) * 3 : 12;
  const last = `${year}-${two(month)}`;
  const within = last > present ? present : last;
  return kind === 'year' ? within.slice(0, 4) : kind === 'quarter' ? `${within.slice(0, 4)}-Q${Math.ceil(Number(within.slice(5)) / 3)}` : within;
}

/** The period so many of its kind later; null for those no control offers. */
export function periodMoved(label: string, by: number): string | null {
  const year = Number(label.slice(0, 4));
  switch (kindOf(label)) {
    case 'year':
      return String(year + by);
    case 'quarter': {
      const quarters = year * 4 + Number(label.slice(6)) - 1 + by;
      return `${Math.floor(quarters / 4)}-Q${(quarters % 4) + 1}`;
    }
    case 'month': {
      const months = year * 12 + Number(label.slice(5)) - 1 + by;
      return `${Math.floor(months / 12)}-${two((months % 12) + 1)}`;
    }
    default:
      return null;
  }
}

/** The same period a year before; null where that is the one before anyway. */
export function yearBefore(label: string): string | null {
  const kind = kindOf(label);
  return kind === 'month' || kind === 'quarter' ? periodMoved(label, kind === 'month' ? -12 : -4) : null;
}

/** What is compared with once the period has moved: a year before stays a year before, a chosen period stays itself. */
export function versusMoved(versus: string | undefined, from: string, to: string): string | undefined {
  if (versus === undefined || versus === 'none') {
    return versus;
  }
  if (versus === yearBefore(from)) {
    return yearBefore(to) ?? undefined;
  }
  return kindOf(versus) === kindOf(to) && versus !== to ? versus : undefined;
}
