import { afterEach, expect, it } from 'vitest';

import { formatsOf } from './formats';
import { atWall, isElsewhere, placeOf, setHomeZone, wallOf } from './zone';

afterEach(() => setHomeZone(undefined));

it('every format reads the company’s clock, wherever the browser is', () => {
  const at = '2026-11-23T08:30:00Z';
  const now = new Date('2026-11-22T20:00:00Z');
  const shown = (zone: string) => {
    setHomeZone(zone);
    return formatsOf('en').instantShort(at, now);
  };
  expect(shown('Europe/Paris')).toBe('Mon 09:30');
  expect(shown('America/New_York')).toBe('Mon 03:30');
  setHomeZone('Europe/Paris');
  // A zone that is named beside it wins: the ledger reads its calendar's.
  expect(formatsOf('en').time(at, 'America/Guadeloupe')).toBe('04:30');
  // The last hour of the year here is the next year there.
  expect(formatsOf('fr').instantShort('2025-12-31T23:30:00Z', new Date('2026-11-22T20:00:00Z'))).toBe('1 janv.');
});

it('says that the browser’s clock is another only when its hour is', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(isElsewhere(now, own)).toBe(false);
  expect(isElsewhere(now, wallOf(now, own).hour === wallOf(now, 'Asia/Tokyo').hour ? 'America/New_York' : 'Asia/Tokyo')).toBe(true);
  expect(placeOf('America/New_York')).toBe('New York');
});

it('finds the instant of a wall time over both changes of the clocks', () => {
  const paris = (...it: [number, number, number, number, number]) => atWall(...it, 'Europe/Paris').toISOString();
  expect(paris(2026, 3, 28, 9, 0)).toBe('2026-03-28T08:00:00.000Z');
  expect(paris(2026, 3, 29, 9, 0)).toBe('2026-03-29T07:00:00.000Z');
  // 02:30 does not exist on 29 March 2026, and exists twice on 25 October 2026.
  expect(paris(2026, 3, 29, 2, 30)).toBe('2026-03-29T01:30:00.000Z');
  expect(paris(2026, 10, 25, 2, 30)).toBe('2026-10-25T00:30:00.000Z');
  expect(paris(2026, 10, 26, 9, 0)).toBe('2026-10-26T08:00:00.000Z');
  expect(paris(2026, 12, 32, 9, 0)).toBe('2027-01-01T08:00:00.000Z');
});

it('a zone the browser does not know leaves the browser’s', () => {
  setHomeZone('Europe/Nowhere');
  expect(formatsOf('fr').time(new Date(2026, 5, 1, 14, 7))).toBe('14:07');
});
