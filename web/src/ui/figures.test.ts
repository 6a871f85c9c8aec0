import { readFileSync } from 'node:fs';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { expect, it } from 'vitest';

import type { EstimateData } from '@/api/types';
import { formatsOf } from '@/formats';
import type { LocaleCode, Words } from '@/words';

import { changeText, sentenceOf } from './figures';

function wordsOf(locale: LocaleCode): Words {
  const bundle = new FluentBundle(locale, { useIsolating: false });
  bundle.addResource(new FluentResource(readFileSync(new URL(`../../../locales/${locale}/web-ui.ftl`, import.meta.url), 'utf8')));
  return (id, args) => {
    const pattern = bundle.getMessage(id)?.value;
    return pattern ? bundle.formatPattern(pattern, args) : id;
  };
}
const fr = [formatsOf('fr'), wordsOf('fr')] as const;
const en = [formatsOf('en'), wordsOf('en')] as const;
const nps = (part: Partial<EstimateData>): EstimateData => ({ value: 34, low: 26, high: 42, n: 350, unit: 'points', level: 0.95, state: 'ok', ...part });
/** Any kind of space reads as a space. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

// The sentences are those of the interface brief, §6 and §7.
it('says a figure with its interval and how many it rests on', () => {
  expect(plain(sentenceOf('NPS', nps({}), 'answers', ...fr))).toBe('NPS 34 (de 26 à 42), 350 réponses');
  expect(sentenceOf('NPS', nps({}), 'answers', ...en)).toBe('NPS 34 (26 to 42), 350 responses');
});

it('says when there is not enough to conclude, nothing, or nothing that may be shown', () => {
  expect(plain(sentenceOf('NPS', nps({ state: 'not_enough', n: 12 }), 'answers', ...fr))).toMatch(/^Pas assez de réponses pour conclure \(12\)/);
  expect(plain(sentenceOf('NPS', nps({ state: 'no_data', value: null, n: 0 }), 'answers', ...fr))).toBe('NPS : Aucune réponse');
  expect(plain(sentenceOf('NPS', nps({ state: 'masked', value: null, n: 3 }), 'answers', ...fr))).toBe('NPS : Masqué : moins de 5 réponses');
});

it('writes shares whole below a thousand, with one decimal from there on', () => {
  const share = nps({ value: 0.957, low: 0.946, high: 0.966, unit: 'share' });
  expect(plain(sentenceOf('Dans les délais', { ...share, n: 412 }, 'records', ...fr))).toBe('Dans les délais 96 % (95–97), 412 dossiers');
  expect(plain(sentenceOf('Dans les délais', { ...share, n: 4120 }, 'records', ...fr))).toBe('Dans les délais 95,7 % (94,6–96,6), 4 120 dossiers');
});

it('says a difference that may be nothing as that', () => {
  const change = { value: 10, low: -1, high: 21, verdict: 'not_distinguishable' as const };
  expect(plain(changeText(change, 'points', 340, ...fr))).toBe('+10 : écart non concluant (de −1 à 21)');
  expect(changeText(change, 'points', 340, ...en)).toBe('+10: not distinguishable (−1 to 21)');
  expect(plain(changeText({ value: -0.03, low: -0.06, high: -0.01, verdict: 'distinguishable' }, 'share', 500, ...fr))).toBe('−3 points (de −6 à −1)');
});

it('puts the colon as each language does', () => {
  const none = nps({ state: 'no_data', value: null, low: null, high: null, n: 0 });
  expect(sentenceOf('NPS', none, 'answers', ...fr)).toBe('NPS\u00a0: Aucune réponse');
  expect(sentenceOf('NPS', none, 'answers', ...en)).toBe('NPS: No responses');
});
