/** Which templates a case asks for: those of its type, in its language, and nearest to its words first. */
import type { Template } from '@/api/types';

const fold = (it: string) => it.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
/** Words that say something: « des » and « pour » stand everywhere. */
const wordsOf = (it: string) => new Set(fold(it).split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= 4));

type Known = Pick<Template, 'id' | 'name' | 'intent' | 'language' | 'body'>;

export interface Ranked<T> {
  template: T;
  /** Written for cases of this type. */
  isOfType: boolean;
}

/**
 * Those that have every word typed, in one `language` or (null) in all. First those of the case's type, then those that
 * speak of what its subject says, then by name; a word found in the text alone counts less than one in the name.
 */
export function ranked<T extends Known>(templates: readonly T[], it: { type: string; subject: string; language: string }, { text = '', language = null }: { text?: string; language?: string | null }): Ranked<T>[] {
  const asked = fold(text).split(/\s+/).filter(Boolean);
  const subject = wordsOf(it.subject);
  const weight = (one: T) => {
    const named = fold(`${one.name} ${one.intent.replaceAll('_', ' ')}`);
    const inName = asked.filter((word) => named.includes(word)).length;
    const shared = [...wordsOf(one.name)].filter((word) => subject.has(word)).length;
    return inName * 100 + (one.intent === it.type ? 40 : 0) + (one.language === it.language ? 20 : 0) + Math.min(shared, 3) * 5;
  };
  return templates
    .filter((one) => language === null || one.language === language)
    .filter((one) => asked.every((word) => fold(`${one.name} ${one.intent.replaceAll('_', ' ')} ${one.body}`).includes(word)))
    .map((template) => ({ template, isOfType: template.intent === it.type, weight: weight(template) }))
    .toSorted((a, b) => b.weight - a.weight || a.template.name.localeCompare(b.template.name))
    .map(({ template, isOfType }) => ({ template, isOfType }));
}
