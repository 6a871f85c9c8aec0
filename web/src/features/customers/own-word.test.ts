import { expect, it } from 'vitest';

import { ownWord } from './own-word';
import type { Said } from './types';

const said = (source_id: string, value: string) => ({ source_id, value }) as Said;

it('a value that came from another system is not pinned as our word by undoing', () => {
  expect(ownWord({ said: [said('src_00000000005qg', 'Lyon')] })).toBeNull();
  expect(ownWord({ said: [said('src_00000000005qg', 'Lyon'), said('src_0000000000001', 'Paris')] })).toBe('Paris');
});
