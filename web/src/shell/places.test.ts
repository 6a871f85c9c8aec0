// @vitest-environment jsdom
import { expect, it } from 'vitest';

import type { Permission } from '@/api/types';

import { placesOf } from './places';
import { SECTIONS } from './settings';

it('whoever may open a section of the settings has the way there', () => {
  for (const { needs } of SECTIONS) {
    expect(placesOf({ permissions: [needs] }).map((it) => it.to), needs).toContain('/settings');
  }
  const reader: Permission[] = ['cases_read', 'surveys_read'];
  expect(placesOf({ permissions: reader }).map((it) => it.to)).toEqual(['/inbox', '/surveys']);
});
