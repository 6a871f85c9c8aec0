// @vitest-environment jsdom
import { expect, it } from 'vitest';

import type { Permission } from '@/api/types';

import { isPlace, placeAround, placesOf } from './places';
import { SECTIONS } from './settings';

it('whoever may open a section of the settings has the way there', () => {
  for (const { needs } of SECTIONS) {
    expect(placesOf({ permissions: [needs] }).map((it) => it.to), needs).toContain('/settings');
  }
  const reader: Permission[] = ['cases_read', 'surveys_read'];
  expect(placesOf({ permissions: reader }).map((it) => it.to)).toEqual(['/inbox', '/surveys']);
});

it.each([
  ['/inbox/mine', true, '/'],
  ['/customers', true, '/'],
  ['/me', true, '/'],
  ['/', true, '/'],
  ['/customers/pers_1', false, '/customers'],
  ['/accounts/acct_1', false, '/'],
  ['/surveys/surv_1/edit', false, '/surveys'],
  ['/settings/teams/team_1', false, '/settings'],
  ['/cases/new', false, '/'],
])('%s is a place: %s; around it lies %s', (path, is, around) => {
  expect(isPlace(path)).toBe(is);
  if (!is) {
    expect(placeAround(path)).toBe(around);
  }
});
