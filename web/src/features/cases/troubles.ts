/** What did not go through, said where it was done: on the case's row and on its page, until the next act on it. */
import { createStore, useStore } from '@/shell/store';

export interface Trouble {
  text: string;
  /** It is tried again by itself; else the case went back to what the server holds. */
  isWaiting: boolean;
}

const store = createStore<ReadonlyMap<string, Trouble>>(new Map());

export function setTrouble(id: string, trouble: Trouble | null) {
  const now = store.get();
  if (trouble === null && !now.has(id)) {
    return;
  }
  const next = new Map(now);
  if (trouble) {
    next.set(id, trouble);
  } else {
    next.delete(id);
  }
  store.set(next);
}

export const useTrouble = (id: string): Trouble | undefined => useStore(store).get(id);
