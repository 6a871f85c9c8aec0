/** The shapes the screens use. Aliases of `schema.d.ts` where the server publishes the same; see `npm run api`. */

export type Role = 'adviser' | 'team_lead' | 'analyst' | 'marketing' | 'admin';
export type Permission =
  | 'cases_read' | 'cases_read_all' | 'cases_write' | 'cases_assign' | 'customers_read' | 'customers_write'
  | 'customers_import' | 'surveys_read' | 'surveys_write' | 'indicators_read' | 'templates_write' | 'callbacks_read'
  | 'callbacks_manage' | 'quarantine_manage' | 'mailboxes_manage' | 'promises_manage' | 'staff_manage'
  | 'api_keys_manage' | 'jobs_manage' | 'audit_read';

export interface Named {
  id: string;
  name: string;
}

export interface Preferences {
  theme: 'system' | 'light' | 'dark';
  density: 'auto' | 'compact' | 'comfortable';
  shortcuts: 'on' | 'off';
}

export interface Me {
  id: string;
  name: string;
  email: string;
  role: Role;
  locale: 'fr' | 'en';
  preferences: Preferences;
  permissions: Permission[];
  teams: Named[];
  has_totp: boolean;
  must_change_password: boolean;
  version: number;
}

export type SetupStep = 'you' | 'company' | 'mailbox' | 'team' | 'promise' | 'trial';

export interface Setup {
  needs_admin: boolean;
  company_name: string | null;
  market_country: string;
  time_zone: string;
  languages: ('fr' | 'en')[];
  steps: { step: SetupStep; is_done: boolean }[];
  version: number;
}

export interface Session {
  id: string;
  created_at: string;
  last_seen_at: string;
  user_agent: string;
  network: string;
  is_present: boolean;
}

export type Channel = 'mail' | 'phone' | 'web_form' | 'chat' | 'survey' | 'portal';
export type Metric = 'first_reply' | 'next_reply' | 'resolution';
export type Outcome = 'running' | 'paused' | 'late' | 'kept' | 'missed' | 'cancelled';
export type WaitingCause = 'customer' | 'supplier' | 'internal';
export type CaseState = 'open' | 'waiting' | 'closed';
export type Priority = 'low' | 'normal' | 'high' | 'urgent';

export interface Deadline {
  metric: Metric;
  outcome: Outcome;
  due_at: string | null;
}

export interface Presence {
  staff_id: string;
  name: string;
  doing: 'viewing' | 'replying' | 'noting';
  since: string;
}

export interface Excerpt {
  interaction_id: string;
  at: string;
  text: string;
}

export interface Waiting {
  cause: WaitingCause;
  until: string | null;
}

export interface CaseRow {
  id: string;
  subject: string;
  type: string;
  channel: Channel;
  priority: Priority;
  state: CaseState;
  waiting: Waiting | null;
  team_id: string | null;
  team_name: string | null;
  owner_id: string | null;
  owner_name: string | null;
  person_id: string | null;
  person_name: string | null;
  last?: Excerpt | null;
  due: { at: string; metric: Metric } | null;
  opened_at: string;
  received_at: string;
  updated_at: string;
  present: Presence[];
  version: number;
}

export interface Case extends CaseRow {
  language: 'fr' | 'en';
  closed_at: string | null;
  account_id: string | null;
  account_name: string | null;
  last_inbound_id: string | null;
  answer_count: number;
  promise_name: string | null;
  participants: { address: string; person_id: string | null; part: 'customer' | 'copied' | 'third_party' }[];
}

export type CaseSort = 'due' | 'received' | 'updated';

export interface InboxViews {
  built_in: { key: string; sort: CaseSort; count: number }[];
  saved: { id: string; name: string; sort: CaseSort; count: number }[];
}

export interface Attachment {
  id: string;
  name: string;
  media_type: string;
  size_bytes: number;
  is_embedded: boolean;
  is_dangerous: boolean;
}

export type InteractionState =
  | 'received' | 'unverified' | 'accepted' | 'refused' | 'queued' | 'held' | 'sending' | 'sent' | 'failed' | 'unknown';

export interface Interaction {
  id: string;
  case_id: string | null;
  person_id: string | null;
  channel: Channel;
  direction: 'inbound' | 'outbound' | 'internal';
  kind: 'message' | 'call' | 'note' | 'invitation' | 'answer';
  state: InteractionState;
  state_reason: string | null;
  at: string;
  author: string;
  author_name: string | null;
  subject: string | null;
  excerpt: string;
  body_text: string | null;
  body_fold: number | null;
  has_html: boolean;
  language: string | null;
  duration_seconds: number | null;
  attachments: Attachment[];
  meta: Record<string, unknown> | null;
  is_hidden: boolean;
  version: number;
}

/** A clock of a case and its ledger: crates/calendar, `Ledger`. */
export interface Clock {
  id: string;
  promise_id: string;
  promise_name: string;
  promise_version: number;
  time_zone: string;
  ledger: Ledger;
}

export interface Ledger {
  metric: Metric;
  outcome: Outcome;
  started_at: string;
  ended_at: string | null;
  due_at: string | null;
  target_seconds: number;
  counting: 'business' | 'elapsed';
  counted_micros: number;
  remaining_micros: number;
  segments: LedgerSegment[];
}

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

export interface FieldChange {
  field: string;
  from: string | null;
  to: string | null;
}

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
export interface Rendering {
  text: string;
  /** `start` and `end` count characters of `text`. */
  filled: { name: string; value: string; source: Source; start: number; end: number }[];
  fallbacks: { name: string; text: string | null }[];
  gaps: string[];
}

export interface Draft {
  mode: 'reply' | 'note' | 'third_party';
  body: string;
  template_id: string | null;
  updated_at: string;
  version: number;
}

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

export type Unit = 'points' | 'share' | 'score' | 'seconds' | 'count';
export type EstimateState = 'ok' | 'not_enough' | 'no_data' | 'masked';
export type Verdict = 'distinguishable' | 'not_distinguishable' | 'not_enough';

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
