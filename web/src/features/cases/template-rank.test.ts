import { expect, it } from 'vitest';

import { ranked } from './template-rank';

const one = (id: string, name: string, intent: string, language: 'fr' | 'en' = 'fr', body = 'Bonjour,') => ({ id, name, intent, language, body });
const all = [
  one('1', 'Attestation prête', 'certificate'),
  one('2', 'Dégât des eaux : que faire', 'water_damage'),
  one('3', 'Water damage: what to do', 'water_damage', 'en'),
  one('4', 'Cotisation expliquée', 'premium', 'fr', 'Nous pouvons revoir vos garanties après un dégât.'),
  one('5', 'Fuite : recherche', 'search'),
];
const water = { type: 'water_damage', subject: 'Fuite au plafond', language: 'fr' };
const ids = (of: Parameters<typeof ranked>[1], how: Parameters<typeof ranked>[2]) => ranked(all, of, how).map((it) => it.template.id);

it('puts the case’s type first, then what its subject speaks of, then the name', () => {
  expect(ids(water, { language: 'fr' })).toEqual(['2', '5', '1', '4']);
  expect(ranked(all, water, { language: 'fr' }).map((it) => it.isOfType)).toEqual([true, false, false, false]);
});

it('offers the other language when it is chosen, and all of them behind the case’s own', () => {
  expect(ids(water, { language: 'en' })).toEqual(['3']);
  expect(ids(water, {}).slice(0, 2)).toEqual(['2', '3']);
});

it('finds every word typed, whatever its accents, in the name before in the text', () => {
  expect(ids(water, { text: 'degat' })).toEqual(['2', '4']);
  expect(ids({ ...water, type: 'premium' }, { text: 'dégât eaux' })).toEqual(['2']);
  expect(ids(water, { text: 'zzz' })).toEqual([]);
});
