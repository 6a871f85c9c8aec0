import { expect, it } from 'vitest';

import { among } from './selection';

it('a row that went is chosen no more', () => {
  const chosen = new Set(['a', 'c']);
  expect(among(chosen, ['a', 'b', 'c'])).toBe(chosen);
  expect([...among(chosen, ['b', 'c'])]).toEqual(['c']);
  expect(among(chosen, []).size).toBe(0);
});
