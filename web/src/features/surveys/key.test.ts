import { expect, it } from 'vitest';

import { freeKey } from './key';

it('gives the first key that nothing has or had', () => {
  expect(freeKey('choice', 2, ['choice'])).toBe('choice_2');
  // The second was asked once and is gone: its answers are not the new question's.
  expect(freeKey('choice', 2, ['choice', 'choice_2', 'choice_3'])).toBe('choice_4');
  expect(freeKey('option', 3, ['option_1', 'option_2', 'option_3'])).toBe('option_4');
});
