import { expect, test } from 'vitest';

import { narrowedBy } from './narrow';

test('a change keeps the rest of the address, and what is emptied goes from it', () => {
  expect(narrowedBy({ channel: 'mail', case: 'case_1' }, { owner: 'none', case: undefined })).toEqual({ channel: 'mail', owner: 'none' });
  expect(narrowedBy({ q: 'toit', open: true }, { q: '', open: false })).toEqual({});
});
