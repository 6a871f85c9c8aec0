import { expect, it } from 'vitest';

import { type Corrected, correctionOf } from './correction';

const was: Corrected = { subject: 'Mon contrat', type: 'question', language: 'fr', market: '', person: { id: 'pers_1', name: 'Luc Martin' }, account: { id: 'acc_1', name: 'Garage' } };

it('sends what differs and nothing else, and knows the way back', () => {
  const it = correctionOf(was, { ...was, type: 'claim', person: null, account: null });
  expect(it?.fields).toEqual(['type', 'person', 'account']);
  expect(it?.to.patch).toEqual({ type: 'claim', person_id: null, account_id: null });
  expect(it?.to.shown).toMatchObject({ type: 'claim', person_id: null, person_name: null });
  expect(it?.from.patch).toEqual({ type: 'question', person_id: 'pers_1', account_id: 'acc_1' });
  expect(it?.from.shown).toMatchObject({ person_name: 'Luc Martin', account_name: 'Garage' });
});

it('takes spaces for nothing, and an empty market for none', () => {
  expect(correctionOf(was, { ...was, subject: ' Mon  contrat ', market: ' ' })).toBeNull();
  expect(correctionOf({ ...was, market: 'be' }, was)?.to.patch).toEqual({ market: null });
});
