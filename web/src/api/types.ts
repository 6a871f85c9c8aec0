import type { components } from './schema';

type Schemas = components['schemas'];

/**
 * A shape as the server answers it: every field is written, null where there is none. The description marks as optional
 * what a request may leave out.
 */
export type Whole<T> = T extends readonly (infer One)[] ? Whole<One>[] : T extends object ? { [Name in keyof T]-?: Whole<Exclude<T[Name], undefined>> } : T;

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

export type CaseOpened = Whole<Schemas['CaseOpened']>;

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

export type CaseType = Whole<Schemas['CaseType']>;

export type Counting = Schemas['Counting'];

export type Target = Whole<Schemas['Target']>;

/** A promise as the settings hold it; a promise is also what JavaScript calls otherwise. */
export type ServiceLevel = Whole<Schemas['PromiseView']>;

export type Team = Schemas['TeamView'];

export type CaseBatch = Schemas['CaseBatch'];

/** What a promise would have meant; its figures are drawn as every other. */
export type PromiseTrial = Omit<Schemas['PromiseTrial'], 'metrics'> & { metrics: { metric: Metric; was: EstimateData; would_be: EstimateData }[] };

export type Participant = Schemas['Participant'];

export type Part = Schemas['Part'];

export type CaseSort = Schemas['Sort'];

export type InboxViews = Whole<Schemas['ViewList']>;
export type InboxView = Whole<Schemas['InboxView']>;
/** Which cases a view shows; what is left out narrows nothing. */
export type ViewFilter = Schemas['Filter'];

export type Attachment = Schemas['AttachmentView'];

export type InteractionState = Schemas['InteractionState'];

/** `meta` is free in the description: each channel says something else in it. */
export type Interaction = Omit<Schemas['InteractionView'], 'meta' | 'duration_seconds'> & { meta?: Record<string, unknown> | null; duration_seconds: number | null };

export type Callback = Schemas['Callback'];

/** A clock of a case and its ledger: crates/calendar, `Ledger`. */
export type Clock = Schemas['ClockView'];

export type Ledger = Schemas['Ledger'];

export type Reason = Schemas['Reason'];

export type LedgerSegment = Whole<Schemas['Segment']>;

export type FieldChange = Schemas['FieldChange'];

export type HistoryEntry = Omit<Schemas['HistoryEntry'], 'detail'> & {
  detail: { kind: string; changes?: FieldChange[]; cause?: WaitingCause; metric?: Metric; until?: string | null; address?: string; part?: Part; [key: string]: unknown };
};

export type Template = Whole<Schemas['TemplateView']>;

export type Source = Schemas['TemplateSource'];

/** A template filled for one case. A gap stands in the text as ⟦name⟧ and blocks the sending. */
export type Rendering = Schemas['Rendering'];

export type Draft = Schemas['Draft'];

export type Person = Whole<Schemas['PersonView']>;

/** A person as a search finds them. */
export type PersonLine = Whole<Schemas['PersonLine']>;

export type Unit = Schemas['EstimateUnit'];
export type EstimateState = Schemas['EstimateState'];
export type Verdict = Schemas['EstimateVerdict'];

/** Which definition a figure was reckoned by. */
export type Definition = Pick<Schemas['IndicatorDefinition'], 'key' | 'version' | 'method'>;

/** A figure as it may be shown: crates/measures, `Estimate`. */
export type EstimateData = Whole<Schemas['Estimate']>;

export type ChangeData = Whole<Schemas['EstimateChange']>;
