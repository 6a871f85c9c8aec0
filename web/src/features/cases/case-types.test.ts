import { describe, expect, it } from 'vitest';

import { keyOf, promiseOf } from './case-types';
import type { ServiceLevel } from '@/api/types';

const level = (id: string, conditions: Partial<ServiceLevel['conditions']>, is_active = true) =>
  ({ id, name: id, is_active, conditions: { type: null, channel: null, priority: null, market: null, ...conditions } }) as unknown as ServiceLevel;

describe('the types of case', () => {
  it('names a type in plain letters, a letter first', () => {
    expect(keyOf('Dégât des eaux')).toBe('degat_des_eaux');
    expect(keyOf('  2e relance !')).toBe('e_relance');
    expect(keyOf('À'.repeat(60))).toHaveLength(40);
    expect(keyOf('')).toBe('');
  });

  it('finds the first promise that holds for every case of a type', () => {
    const promises = [level('urgent', { priority: 'urgent' }), level('old', { type: 'claim' }, false), level('claims', { type: 'claim' }), level('all', {})];
    expect(promiseOf('claim', promises)?.id).toBe('claims');
    expect(promiseOf('other', promises)?.id).toBe('all');
    expect(promiseOf('other', promises.slice(0, 3))).toBeUndefined();
  });
});
