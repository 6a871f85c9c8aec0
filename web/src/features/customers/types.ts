/** The customers' resources as the screens use them. */
import type { Channel } from '@/api/types';

export interface PersonLine {
  id: string;
  display_name: string;
  born_on: string | null;
  postcode: string | null;
  city: string | null;
  email: string | null;
  phone: string | null;
}

export interface PersonPage {
  items: PersonLine[];
  next: string | null;
  words: string[];
}

export type Rule = 'agreed' | 'verified' | 'trusted' | 'recent' | 'frequent' | 'alphabet';

export interface Said {
  value: string;
  source_id: string;
  source_name: string;
  external_id: string;
  since: string;
  is_chosen: boolean;
}

export interface GoldenField {
  field: string;
  value: string | null;
  source_id: string | null;
  source_name: string | null;
  since: string | null;
  rule: Rule | null;
  agree: number;
  of: number;
  said: Said[];
}

export interface ContactPoint {
  id: string;
  kind: 'email' | 'phone' | 'postal' | 'iban';
  shown: string;
  verified_at: string | null;
  verified_how: string | null;
}

export interface WholePerson {
  id: string;
  display_name: string;
  language: string | null;
  fields: GoldenField[];
  contact_points: ContactPoint[];
  memberships: { id: string; account_id: string; account_name: string; role: 'executive' | 'middle' | 'operational'; job_title: string | null }[];
  records: { source_id: string; source_name: string; external_id: string; created_at: string; changed_at: string }[];
  has_one_source: boolean;
  created_at: string;
  changed_at: string;
  version: number;
}

export interface Counts {
  total: number;
  items: { year: number; channel: Channel; n: number }[];
}

export interface SurveyResponse {
  id: string;
  survey_name: string;
  case_id: string | null;
  is_complete: boolean;
  nps: number | null;
  csat: number | null;
  ces: number | null;
  wants_callback: boolean | null;
  saved_at: string;
  answers: { question: string; text: string; kind: string; answer: unknown }[];
}
