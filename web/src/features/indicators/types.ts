/** The indicators' resources as the screens use them. */
import type { components } from '@/api/schema';
import type { Whole } from '@/api/types';

export type Period = Whole<components['schemas']['Period']>;

export type FullDefinition = Whole<components['schemas']['IndicatorDefinition']>;

/** The estimate of the period stands in the figure itself. */
export type Figure = Whole<components['schemas']['IndicatorFigure']>;

export type Dashboard = Whole<components['schemas']['Dashboard']>;

export type IndicatorRecord = Whole<components['schemas']['IndicatorRecord']>;

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

