import { expect, test } from 'vitest';

import { layoutText, saysEncoding } from './layout-text';

test('a layout is written as people write it', () => {
  const text = layoutText({
    record_bytes: 60,
    is_trimmed: true,
    fields: [
      { name: 'id', start: 1, length: 3, type: 'packed' },
      { name: 'Nom de famille', start: 4, length: 10 },
      { name: 'solde', start: 14, length: 7, type: 'zoned', decimals: 2 },
      { name: 'born_on', start: 21, length: 8, type: 'date', date_form: 'YYYYMMDD' },
    ],
  });
  expect(text).toBe('record 60\ntrimmed\nid 1 3 packed\n"Nom de famille" 4 10\nsolde 14 7 zoned 2\nborn_on 21 8 date YYYYMMDD');
  expect(layoutText(null)).toBe('');
});

test('what a layout says of its encoding is seen, as text and as JSON', () => {
  expect(['# x\n encoding IBM500\nid 1 3', '{"encoding": "IBM500", "fields": []}'].map(saysEncoding)).toEqual([true, true]);
  expect(['encoding 1 3', 'id 1 3', '{"encoding": null}', '"encoding" 4 10'].map(saysEncoding)).toEqual([false, false, false, false]);
});
