import { expect, it } from 'vitest';

import { personDetail } from '@/ui/find';

import { isSameName, typedPerson } from './who';

it('reads two names as one whatever their accents, capitals and order', () => {
  expect(isSameName('Hélène Després', 'DESPRES helene')).toBe(true);
  expect(isSameName('Jean-Luc Martin', 'Martin, Jean Luc')).toBe(true);
  expect(isSameName('Luc Martin', 'Luce Martin')).toBe(false);
  expect(isSameName(' ', '')).toBe(false);
});

it('puts what was typed where it belongs', () => {
  expect(typedPerson(' h.despres@example.fr ')).toEqual({ name: '', email: 'h.despres@example.fr', phone: '' });
  expect(typedPerson('02 61 91 04 63')).toEqual({ name: '', email: '', phone: '02 61 91 04 63' });
  expect(typedPerson('Hélène Després')).toEqual({ name: 'Hélène Després', email: '', phone: '' });
});

it('tells people of one name apart by what is known of them', () => {
  const line = { id: 'pers_1', display_name: 'Luc Martin', born_on: '1980-02-01', postcode: '49000', city: 'Angers', email: null, phone: '+33261910463' };
  expect(personDetail(line, (at) => `le ${at}`)).toBe('49000 Angers · le 1980-02-01 · 02\u00a061\u00a091\u00a004\u00a063');
});
