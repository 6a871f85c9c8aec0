import { expect, it } from 'vitest';

import { fitting, speaksOfFile } from './reply-files';

const file = (name: string, size: number) => ({ name, size });

it('takes what fits, in the order given, and says why the rest does not', () => {
  const most = { files: 3, bytes: 100 };
  const { taken, refused } = fitting([file('a', 60), file('b', 50), file('c', 30), file('d', 1)], [10], most);
  expect(taken.map((one) => one.name)).toEqual(['a', 'c']);
  expect(refused).toEqual([
    { file: file('b', 50), why: 'bytes' },
    { file: file('d', 1), why: 'files' },
  ]);
});

it.each([
  ['Vous trouverez le devis en pièce jointe.', true],
  ['Ci-joint votre attestation.', true],
  ['Please find the quote attached.', true],
  ['The form is in the attachment.', true],
  ['Votre pièce d’identité suffit.', false],
  ['Nous vous rejoindrons demain.', false],
  ['We are attached to our customers', true],
  ['I will detach it.', false],
])('reads whether « %s » speaks of a file', (text, speaks) => {
  expect(speaksOfFile(text)).toBe(speaks);
});
