import { afterEach, describe, expect, it } from 'vitest';

import { setHomeZone } from '@/zone';

import { dayOf, localValue, ofLocal, snoozeOptions } from './snooze';

const shown = (now: string) => snoozeOptions(new Date(now)).map(({ option, at }) => `${option} ${localValue(at)}`);

afterEach(() => setHomeZone(undefined));

describe('the moments a case is put aside until', () => {
  it('are later today, tomorrow, Monday and a week from now', () => {
    // A Wednesday.
    expect(shown('2026-11-18T10:20:00')).toEqual(['later 2026-11-18T13:00', 'tomorrow 2026-11-19T09:00', 'monday 2026-11-23T09:00', 'week 2026-11-25T09:00']);
  });
  it('leave out a later today that is night, and a moment that stands already', () => {
    // A Sunday evening: tomorrow is Monday. A Monday: in a week is next Monday.
    expect(shown('2026-11-22T18:00:00')).toEqual(['tomorrow 2026-11-23T09:00', 'week 2026-11-29T09:00']);
    expect(shown('2026-11-23T23:30:00')).toEqual(['tomorrow 2026-11-24T09:00', 'monday 2026-11-30T09:00']);
  });
  it('are mornings of the company, wherever the writer is', () => {
    setHomeZone('America/New_York');
    const [tomorrow] = snoozeOptions(new Date('2026-11-18T23:30:00Z')).map(({ at }) => at.toISOString());
    expect(tomorrow).toBe('2026-11-19T14:00:00.000Z');
    expect(ofLocal('2026-11-19T09:00')?.toISOString()).toBe('2026-11-19T14:00:00.000Z');
    expect(ofLocal('2026-11-19')).toBeNull();
  });
});

it('the day is that of the company, also after midnight there', () => {
  setHomeZone('Europe/Paris');
  expect(dayOf(new Date('2026-07-13T22:30:00Z'))).toBe('2026-07-14');
  expect(dayOf(new Date('2026-07-13T21:30:00Z'))).toBe('2026-07-13');
});
