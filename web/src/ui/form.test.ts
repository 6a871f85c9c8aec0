import { expect, test } from 'vitest';

import { rebased } from './form';

test('what somebody else saved is taken, what was typed stays on top of it', () => {
  const read = { name: 'Santé', members: ['a'], description: '' };
  const typed = { ...read, name: 'Santé et prévoyance' };
  const theirs = { name: 'Santé', members: ['a', 'b'], description: 'Remboursements' };
  expect(rebased(typed, read, theirs)).toEqual({ name: 'Santé et prévoyance', members: ['a', 'b'], description: 'Remboursements' });
  expect(rebased(read, read, theirs)).toEqual(theirs);
});
