/** The surveys' resources as the screens use them. */
import type { Definition as Figure, EstimateData } from '@/api/types';

export type LocaleCode = 'fr' | 'en';
export type Texts = Partial<Record<LocaleCode, string>>;
export type KindCode = 'nps' | 'satisfaction' | 'effort' | 'choice' | 'text' | 'callback';

export interface Condition {
  question?: string;
  at_least?: number;
  at_most?: number;
  any_of?: string[];
  yes?: boolean;
  unanswered?: boolean;
}

export interface Jump {
  when: Condition;
  to: { question: string } | 'end';
}

export interface Question {
  key: string;
  text: Texts;
  help?: Texts;
  kind: KindCode;
  low_label?: Texts;
  high_label?: Texts;
  multiple?: boolean;
  options?: { key: string; text: Texts }[];
  length_max?: number;
  required: boolean;
  may_decline: boolean;
  jumps?: Jump[];
}

export interface Definition {
  languages: LocaleCode[];
  default_language: LocaleCode;
  title: Texts;
  introduction: Texts;
  thanks: Texts;
  pages: { questions: Question[] }[];
}

export interface Finding {
  code: string;
  question: string | null;
  language: LocaleCode | null;
  part: string | null;
}

export interface Survey {
  id: string;
  name: string;
  draft: Definition;
  findings: Finding[];
  version_published: number;
  is_active: boolean;
  created_at: string;
  version: number;
}

export interface SurveySummary {
  id: string;
  name: string;
  version_published: number;
  is_active: boolean;
  sent: number;
  responses: number;
  answered_at: string | null;
  version: number;
}

export interface Template {
  key: string;
  name: Texts;
  definition: Definition;
}

export interface QuestionResults {
  question: string;
  text: string;
  kind: KindCode;
  answered: number;
  declined: number;
  not_answered: number;
  not_asked: number;
  incomplete: number;
  distribution: [string, number][];
  estimate: EstimateData | null;
  definition: Figure | null;
}

export interface Results {
  version_number: number;
  invitations: { scheduled: number; sent: number; answered: number; started: number; waiting: number; expired: number; refused: Record<string, number> };
  complete: number;
  partial: number;
  response_rate: EstimateData;
  response_rate_definition: Figure | null;
  questions: QuestionResults[];
  words: { response_id: string; question: string; text: string; at: string }[];
}
