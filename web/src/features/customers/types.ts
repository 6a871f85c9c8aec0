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

export type Account = Whole<components['schemas']['Account']>;

export type AccountKind = Account['kind'];

export const ACCOUNT_KINDS: readonly AccountKind[] = ['company', 'group', 'household', 'association'];

export type WholeAccount = Whole<components['schemas']['AccountView']>;

export type AccountMember = WholeAccount['members'][number];

export type MemberRole = AccountMember['role'];

export const MEMBER_ROLES: readonly MemberRole[] = ['executive', 'middle', 'operational'];

export type Source = Whole<components['schemas']['Source']>;
