import { expect, test } from 'vitest';

import { kindOf, periodMoved, periodOf, versusMoved, yearBefore } from './period';

test('a period moves by its own length, across years; what no control offers stays', () => {
  expect(periodMoved('2026-01', -1)).toBe('2025-12');
  expect(periodMoved('2026-12', 1)).toBe('2027-01');
  expect(periodMoved('2026-10', 0)).toBe('2026-10');
  expect(periodMoved('2026-Q1', -1)).toBe('2025-Q4');
  expect(periodMoved('2026-Q4', 1)).toBe('2027-Q1');
  expect(periodMoved('2026', -1)).toBe('2025');
  expect(periodMoved('2026-W41', 1)).toBeNull();
});

test('another kind keeps the day in view, and goes no further than the present', () => {
  expect(periodOf('quarter', '2026-05', '2026-11')).toBe('2026-Q2');
  expect(periodOf('year', '2025-Q3', '2026-11')).toBe('2025');
  expect(periodOf('month', '2025-Q3', '2026-11')).toBe('2025-09');
  expect(periodOf('month', '2026', '2026-11')).toBe('2026-11');
  expect(periodOf('quarter', '2026', '2026-11')).toBe('2026-Q4');
  expect(periodOf('quarter', '2025', '2026-11')).toBe('2025-Q4');
  expect(['2026', '2026-Q4', '2026-11', '2026-W41'].map(kindOf)).toEqual(['year', 'quarter', 'month', null]);
});

test('what is compared with goes along if it is a year before, and falls away if it is of another kind', () => {
  expect(yearBefore('2026-10')).toBe('2025-10');
  expect(yearBefore('2026-Q1')).toBe('2025-Q1');
  expect(yearBefore('2026')).toBeNull();
  expect(versusMoved('2025-10', '2026-10', '2026-09')).toBe('2025-09');
  expect(versusMoved('2026-03', '2026-10', '2026-09')).toBe('2026-03');
  expect(versusMoved('2026-03', '2026-10', '2026-Q3')).toBeUndefined();
  expect(versusMoved('2026-03', '2026-04', '2026-03')).toBeUndefined();
  expect(versusMoved('none', '2026-04', '2026')).toBe('none');
  expect(versusMoved(undefined, '2026-04', '2026')).toBeUndefined();
});
