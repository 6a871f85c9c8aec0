/** The indicators' resources as the screens use them. */
import type { ChangeData, Definition, EstimateData, Unit } from '@/api/types';

export interface Period {
  label: string;
  from: string;
  to: string;
}

export interface FullDefinition extends Definition {
  basis: string;
  unit: Unit;
  level: number;
  useful_half_width: number;
  exclusions: string[];
  since: string;
}

/** The estimate of the period stands in the figure itself. */
export interface Figure extends EstimateData {
  definition: FullDefinition;
  period: Period;
  in_progress: boolean;
  versus: { period: Period; estimate: EstimateData; change: ChangeData } | null;
  series: { period: Period; estimate: EstimateData }[];
  chart: { kind: string; centre: number; points: { week: string; value: number; low: number; high: number; is_signal: boolean }[] } | null;
  groups: { key: string; name: string; estimate: EstimateData }[];
}

export interface Dashboard {
  panels: Figure[];
}

export interface IndicatorRecord {
  at: string;
  value: number;
  response_id: string | null;
  case_id: string | null;
  person_id: string | null;
}

/** Which way is good: the more, or the less. Of a count neither is. */
export const goodWhenHigh: Readonly<Record<string, boolean>> = {
  nps: true,
  csat: true,
  ces: true,
  share_in_time: true,
  response_rate: true,
  first_reply_time: false,
  first_reply_time_p90: false,
  resolution_time: false,
  resolution_time_p90: false,
};

/** `2026-10` moved by so many months; other periods stay as they are. */
export function monthMoved(label: string, by: number): string | null {
  const found = /^(\d{4})-(\d{2})$/.exec(label);
  if (!found) {
    return null;
  }
  const months = Number(found[1]) * 12 + Number(found[2]) - 1 + by;
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`;
}
