import type { components } from './schema';

type Schemas = components['schemas'];

/** The shapes the screens use. Aliases of `schema.d.ts` where the server publishes the same; see `npm run api`. */

export type Role = Schemas['Role'];
export type Permission = Schemas['Permission'];

export interface Named {
  id: string;
  name: string;
}

export type Preferences = Schemas['Preferences'];

export type Me = Schemas['Me'];

export type SetupStep = Schemas['SetupStep'];

export type Setup = Schemas['SetupView'];

export type Session = Schemas['SessionView'];

export type Channel = Schemas['Channel'];
export type Metric = Schemas['Metric'];
export type Outcome = Schemas['ClockOutcome'];
export type WaitingCause = Schemas['WaitingCause'];
export type CaseState = Schemas['StateName'];
export type Priority = Schemas['Priority'];

export interface Deadline {
  metric: Metric;
  outcome: Outcome;
  due_at: string | null;
}

export type Presence = Schemas['Present'];

export type Excerpt = Schemas['Excerpt'];

export type Waiting = Schemas['WaitingView'];

export type CaseRow = Schemas['CaseRow'];

export type Case = Schemas['CaseView'];

export type CaseSort = Schemas['Sort'];

export interface InboxViews {
  built_in: { key: string; sort: CaseSort; count: number }[];
  saved: { id: string; name: string; sort: CaseSort; count: number }[];
}

export type Attachment = Schemas['AttachmentView'];

export type InteractionState = Schemas['InteractionState'];

/** `meta` is free in the description: each channel says something else in it. */
export type Interaction = Omit<Schemas['InteractionView'], 'meta' | 'duration_seconds'> & { meta?: Record<string, unknown> | null; duration_seconds: number | null };

/** A clock of a case and its ledger: crates/calendar, `Ledger`. */
export type Clock = Schemas['ClockView'];

export type Ledger = Schemas['Ledger'];

export type Reason =
  | { kind: 'counted' }
  | { kind: 'closed' }
  | { kind: 'holiday'; holiday: string }
  | { kind: 'special_day'; name: string }
  | { kind: 'pause'; cause: WaitingCause };

export interface LedgerSegment {
  from: string;
  to: string;
  reason: Reason;
  counted_micros: number;
  sum_micros: number;
  target_seconds: number;
  is_planned: boolean;
  is_late: boolean;
}

export type FieldChange = Schemas['FieldChange'];

export interface HistoryEntry {
  id: string;
  at: string;
  actor: string;
  actor_name?: string | null;
  detail: { kind: string; changes?: FieldChange[]; cause?: WaitingCause; metric?: Metric; [key: string]: unknown };
}

export interface Template {
  id: string;
  name: string;
  intent: string;
  language: string;
  body: string;
}

export type Source = 'customer' | 'case' | 'writer' | 'installation' | 'typed' | 'fallback';

/** A template filled for one case. A gap stands in the text as ⟦name⟧ and blocks the sending. */
export type Rendering = Schemas['Rendering'];

export type Draft = Schemas['Draft'];

export interface Person {
  id: string;
  display_name: string;
  language: string | null;
  contact_points: { id: string; kind: string; shown: string; verified_at: string | null }[];
  memberships: { id: string; account_id: string; account_name: string; role: string; job_title: string | null }[];
  has_one_source: boolean;
  version: number;
}

/** A person as a search finds them. */
export interface PersonLine {
  id: string;
  display_name: string;
  city: string | null;
  email: string | null;
}

export type Unit = Schemas['EstimateUnit'];
export type EstimateState = Schemas['EstimateState'];
export type Verdict = Schemas['EstimateVerdict'];

export interface Definition {
  key: string;
  version: number;
  method: string;
}

/** A figure as it may be shown: crates/measures, `Estimate`. */
export interface EstimateData {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
  unit: Unit;
  level: number;
  state: EstimateState;
}

export interface ChangeData {
  value: number | null;
  low: number | null;
  high: number | null;
  verdict: Verdict;
}
