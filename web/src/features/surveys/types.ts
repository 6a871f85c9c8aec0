/** The surveys' resources as the screens use them: aliases of what the server publishes. */
import type { components } from '@/api/schema';
import type { Channel, Definition as Figure, EstimateData, Whole } from '@/api/types';

type Schemas = components['schemas'];
type OfKind = Schemas['SurveyQuestionKind'];

export type LocaleCode = Schemas['Locale'];
export type Texts = Schemas['SurveyTexts'];
export type KindCode = OfKind['kind'];
export type Condition = Schemas['SurveyCondition'];
export type Jump = Schemas['SurveyJump'];

/** What one kind of question or another has beside what all have: the editor changes a question's kind under the hand. */
type NameOf<One> = One extends unknown ? Exclude<keyof One, 'kind'> : never;
type Valued<One, Name> = One extends unknown ? (Name extends keyof One ? One[Name] : never) : never;
type Kinded = { [Name in NameOf<OfKind>]?: Valued<OfKind, Name> };

export type Question = Pick<Schemas['SurveyQuestion'], 'key' | 'text' | 'help' | 'jumps' | 'required' | 'may_decline'> & Kinded & { kind: KindCode };

export type Definition = Omit<Schemas['SurveyDefinition'], 'pages' | 'introduction' | 'thanks'> & { introduction: Texts; thanks: Texts; pages: { questions: Question[] }[] };

export type Survey = Omit<Schemas['Survey'], 'draft'> & { draft: Definition };
export type SurveyVersion = Omit<Schemas['SurveyVersion'], 'definition'> & { definition: Definition };
export type SurveySummary = Whole<Schemas['SurveySummary']>;
export type Template = Omit<Schemas['SurveyTemplate'], 'definition'> & { definition: Definition };

export type Rule = Omit<Schemas['SurveyRule'], 'channels'> & { channels: Channel[] };

export type QuestionResults = Omit<Schemas['SurveyQuestionResults'], 'kind' | 'estimate' | 'definition'> & { kind: KindCode; estimate: EstimateData | null; definition: Figure | null };
export type Results = Omit<Schemas['SurveyResults'], 'questions' | 'response_rate' | 'response_rate_definition'> & {
  questions: QuestionResults[];
  response_rate: EstimateData;
  response_rate_definition: Figure | null;
};
export type PageView = Schemas['SurveyPageView'];
