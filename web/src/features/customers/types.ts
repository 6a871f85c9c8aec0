/** The customers' resources as the screens use them. */
import type { components } from '@/api/schema';
import type { Whole } from '@/api/types';

export type PersonLine = Whole<components['schemas']['PersonLine']>;

export type PersonPage = Whole<components['schemas']['PersonPage']>;

export type Rule = components['schemas']['Rule'];

export type Said = Whole<components['schemas']['SaidView']>;

export type GoldenField = Whole<components['schemas']['FieldView']>;

export type ContactPoint = Whole<components['schemas']['ContactPointView']>;

export type WholePerson = Whole<components['schemas']['PersonView']>;

export type Counts = Whole<components['schemas']['InteractionCounts']>;

export type SurveyResponse = Whole<components['schemas']['SurveyResponse']>;
