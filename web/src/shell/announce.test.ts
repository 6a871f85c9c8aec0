import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { announce, announceOwn, saidPolitely } from './announce';

let at = Date.parse('2026-11-22T08:00:00Z');
beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime((at += 60_000));
});
afterEach(() => vi.useRealTimers());

/** What is said at each half second, without what did not change. */
function heard(ms: number): string[] {
  const all: string[] = [];
  for (let passed = 0; passed <= ms; passed += 500) {
    vi.advanceTimersByTime(passed === 0 ? 0 : 500);
    if (all.at(-1) !== saidPolitely()) {
      all.push(saidPolitely());
    }
  }
  return all;
}

it('an own act is told before the news that follow it, and both are told', () => {
  announceOwn('Dossier clos');
  announce('3 nouveaux');
  announce('4 nouveaux');
  expect(heard(10_000)).toEqual(['Dossier clos', '4 nouveaux']);
});

it('news wait five seconds after what was said, an own act does not', () => {
  announce('1 nouveau');
  expect(heard(0)).toEqual(['1 nouveau']);
  announce('2 nouveaux');
  expect(heard(4000)).toEqual(['1 nouveau']);
  announceOwn('Dossier clos');
  expect(heard(0)).toEqual(['Dossier clos']);
  expect(heard(10_000).at(-1)).toBe('2 nouveaux');
});

it('the same act twice is told twice', () => {
  announceOwn('Dossier clos');
  expect(heard(0)).toEqual(['Dossier clos']);
  vi.advanceTimersByTime(3000);
  announceOwn('Dossier clos');
  expect(heard(0)).toEqual(['Dossier clos\u00a0']);
});
