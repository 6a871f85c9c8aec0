import { expect, it } from 'vitest';

import { gapsOf, nextGap } from './gaps';

const text = 'Bonjour,\nvotre contrat ⟦contract⟧ du ⟦date⟧.';

it('finds what is still to be filled in', () => {
  expect(gapsOf(text).map((gap) => gap.name)).toEqual(['contract', 'date']);
  expect(gapsOf('⟦not closed\n⟧')).toEqual([]);
});

it('walks from gap to gap and round again', () => {
  const [first, second] = gapsOf(text);
  expect(nextGap(text, 0)).toEqual(first);
  expect(nextGap(text, first?.start ?? 0)).toEqual(second);
  expect(nextGap(text, second?.start ?? 0)).toEqual(first);
  expect(nextGap('rien', 0)).toBeUndefined();
});
