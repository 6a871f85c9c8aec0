import { expect, it } from 'vitest';

import { formOf } from './deadline-chip';

const now = new Date('2026-11-20T10:00:00Z');
const running = (due_at: string) => formOf({ outcome: 'running', due_at }, now);

it('shows where a deadline stands by its form', () => {
  expect(running('2026-11-20T12:00:01Z')).toBe('time');
  expect(running('2026-11-20T12:00:00Z')).toBe('soon');
  expect(running('2026-11-20T09:59:59Z')).toBe('late');
  expect(formOf({ outcome: 'paused', due_at: '2026-11-20T09:00:00Z' }, now)).toBe('paused');
  expect(formOf({ outcome: 'kept', due_at: null }, now)).toBe('kept');
});
