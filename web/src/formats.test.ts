import { describe, expect, it, vi } from 'vitest';

import { formatsOf } from './formats';

const fr = formatsOf('fr');
const en = formatsOf('en');
const zone = 'Europe/Paris';

describe('formats', () => {
  it('writes numbers as each language does', () => {
    expect(fr.number(48212.5, 1)).toBe('48\u202f212,5');
    expect(en.number(48212.5, 1)).toBe('48,212.5');
    expect(fr.percent(0.76)).toBe('76\u00a0%');
    expect(en.percent(0.76)).toBe('76%');
    expect(fr.percent(0.9571, 1)).toBe('95,7\u00a0%');
  });

  it('never says that a file holds nothing when it holds little', () => {
    expect(fr.size(41)).toBe('41\u00a0octets');
    expect(en.size(1)).toBe('1\u00a0byte');
    expect(fr.size(1400)).toBe('1,4\u00a0ko');
    expect(en.size(2_500_000)).toBe('2.5\u00a0MB');
  });

  it('uses the true minus sign and never minus zero', () => {
    expect(fr.number(-18)).toBe('−18');
    expect(fr.number(-0.2)).toBe('0');
    expect(en.signed(10)).toBe('+10');
    expect(fr.signed(-3)).toBe('−3');
  });

  it('writes a range with a dash only when no bound is negative', () => {
    expect(fr.range(19, 27)).toBe('19–27');
    expect(fr.range(-1, 21)).toBe('de −1 à 21');
    expect(en.range(-29, -7)).toBe('−29 to −7');
  });

  it('writes instants whole', () => {
    expect(fr.instant('2026-11-20T13:07:00Z', zone)).toBe('ven. 20 nov. 2026, 14:07');
    expect(en.instant('2026-11-20T13:07:00Z', zone)).toBe('Fri, 20 Nov 2026, 14:07');
  });

  it('writes durations', () => {
    expect(fr.duration(6480)).toBe('1 h 48');
    expect(en.duration(6480)).toBe('1 h 48 min');
    expect(fr.duration(720)).toBe('12 min');
    expect(fr.duration(12)).toBe('12 s');
    expect(fr.hours(24 * 3600)).toBe('24 h 00');
    expect(en.hours(0)).toBe('0 min');
  });

  it('makes no formatter twice', () => {
    fr.instant('2026-11-20T13:07:00Z', zone);
    const made = vi.spyOn(Intl, 'DateTimeFormat');
    expect(formatsOf('fr').instant('2026-11-21T08:00:00Z', zone)).toBe('sam. 21 nov. 2026, 09:00');
    expect(made).not.toHaveBeenCalled();
    made.mockRestore();
  });
});
