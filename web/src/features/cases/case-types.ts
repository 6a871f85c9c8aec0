import type { ServiceLevel } from '@/api/types';

/** The promise that holds for every case of a type, whatever its channel, priority or market: the first in order that asks for none. */
export function promiseOf(key: string, promises: readonly ServiceLevel[]): ServiceLevel | undefined {
  return promises.find(({ is_active, conditions: it }) => is_active && (it.type === null || it.type === key) && it.channel === null && it.priority === null && it.market === null);
}

/** What rules and reports call a type: its name without accents, in letters, digits and `_`, a letter first. */
export function keyOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^[^a-z]+/, '');
  return plain.slice(0, 40).replace(/_+$/, '');
}
