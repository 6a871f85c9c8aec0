// @vitest-environment jsdom
import { expect, it } from 'vitest';

import { ACTS, SCOPES } from './registry';
import { strokeOf } from './index';

const stroke = (key: string, more: Partial<Parameters<typeof strokeOf>[0]> = {}) =>
  strokeOf({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more }, false);

it.each(SCOPES)('no two acts share a key in scope %s, nor hide one that works everywhere', (scope) => {
  const keys = ACTS.filter((act) => act.scope === scope || act.scope === 'everywhere').flatMap((act) => act.keys);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

it('list and case acts, on screen together, share no key', () => {
  const keys = ACTS.filter((act) => ['everywhere', 'list', 'case'].includes(act.scope)).flatMap((act) => act.keys);
  expect(new Set(keys).size).toBe(keys.length);
});

it('uses no key that a browser, AltGr or an AZERTY keyboard keeps for itself', () => {
  for (const key of ACTS.flatMap((act) => act.keys)) {
    expect(key).not.toMatch(/Alt|Mod\+Shift\+[A-Z]$|Mod\+[FLNPRSTW]$|^F(1|3|5|6|7|10|11|12)$|[[\]#@.]/);
  }
});

it('reads letters as printed and digits by their place', () => {
  expect(stroke('a', { code: 'KeyQ' })).toBe('A');
  expect(stroke('&', { code: 'Digit1' })).toBe('1');
  expect(stroke('J', { shiftKey: true })).toBe('Shift+J');
  expect(stroke('?', { shiftKey: true })).toBe('?');
  expect(stroke('k', { ctrlKey: true })).toBe('Mod+K');
});

it('leaves AltGr alone', () => {
  expect(stroke('@', { ctrlKey: true, altKey: true })).toBeNull();
});
