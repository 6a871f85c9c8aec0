import { expect, test } from 'vitest';

import { monthMoved } from './types';

test('a month moves across years and other periods stay', () => {
  expect(monthMoved('2026-01', -1)).toBe('2025-12');
  expect(monthMoved('2026-12', 1)).toBe('2027-01');
  expect(monthMoved('2026-10', 0)).toBe('2026-10');
  expect(monthMoved('2026-W41', 1)).toBeNull();
});
