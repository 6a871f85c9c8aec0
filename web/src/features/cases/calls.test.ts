// @vitest-environment jsdom
import { expect, it } from 'vitest';

import type { CaseRow } from '@/api/types';

import { deadlineOf, filtersOf, narrowing } from './calls';

const row = (state: CaseRow['state'], due: CaseRow['due']) => ({ state, due });
const due = { at: '2026-11-22T10:00:00Z', metric: 'next_reply' } as NonNullable<CaseRow['due']>;

it('what does not pause while one waits is not called paused', () => {
  expect(deadlineOf(row('waiting', due))).toMatchObject({ outcome: 'running', metric: 'next_reply', due_at: due.at });
  expect(deadlineOf(row('waiting', null))).toMatchObject({ outcome: 'paused' });
  expect(deadlineOf(row('open', due))).toMatchObject({ outcome: 'running' });
  expect(deadlineOf(row('open', null))).toBeNull();
});

it('a case opened from a narrowed list goes on in that list', () => {
  const inbox = { case: 'case_1', q: 'fuite', sort: 'received', team: 'team_1' };
  const there = { from: 'all', tab: 'history', ...narrowing(inbox) };
  expect(narrowing(there)).toEqual({ q: 'fuite', sort: 'received', team: 'team_1' });
  expect(filtersOf('all', there)).toEqual(filtersOf('all', inbox));
});
