import { expect, test } from 'vitest';

import { caseIdOf, caseNumber } from './case-number';

test('a case number is shown without its zeros', () => {
  expect(caseNumber('case_0CMW85XMA0010')).toBe('CMW85XMA0010');
});

test('a case number is read however it is written', () => {
  for (const text of ['CMW85XMA0010', '0CMW85XMA0010', 'case_0CMW85XMA0010', 'CASE_CMW85XMA0010', ' #cmw85xma0010 ', 'CMW85-XMA0010', 'cmw8 5xma oolo', 'OCMW85XMAOO1O']) {
    expect(caseIdOf(text), text).toBe('case_0CMW85XMA0010');
  }
  for (const text of ['', '#', '000', 'dégât', 'CMW85XMA001U', 'CMW85XMA0010CMW85']) {
    expect(caseIdOf(text), text).toBeNull();
  }
});
