import type { QueryClient } from '@tanstack/react-query';

import { onLive } from './live';

/** What one has read of a case, by the first word of its key. */
const OF_CASE = ['case', 'thread', 'clocks', 'history'];
const OF_PERSON = ['person-timeline', 'person-cases'];

/**
 * What was read of a case is old as soon as something happens to it, on screen or not: what is shown is read again at
 * once, the rest when it is next shown.
 */
export function keepFresh(client: QueryClient): () => void {
  const age = (names: readonly string[], id: unknown) => names.forEach((name) => void client.invalidateQueries({ queryKey: typeof id === 'string' ? [name, id] : [name] }));
  return onLive(({ name, data }) => {
    if (name === 'reset') {
      age([...OF_CASE, ...OF_PERSON], null);
      return;
    }
    if (typeof data['case_id'] === 'string') {
      age(name === 'case_presence_changed' ? ['case'] : OF_CASE, data['case_id']);
    }
    if (typeof data['person_id'] === 'string') {
      age(OF_PERSON, data['person_id']);
    }
  });
}
