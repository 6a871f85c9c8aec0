/** What the thing in view offers beyond its acts, by words: the templates of the case one answers. The palette lists them. */
import { useEffect } from 'react';

import { createStore } from './store';

export interface Offer {
  id: string;
  label: string;
  detail?: string | undefined;
  /** What it is found by, beside its label. */
  words: string;
  run: () => void;
}

/** Asked when the palette is open: an offer costs nothing before. */
type Source = () => Promise<readonly Offer[]>;

export const offerSource = createStore<Source | null>(null);

/** Offers what `source` gives while the component is on screen. */
export function useOffers(source: Source | null): void {
  useEffect(() => {
    if (!source) {
      return;
    }
    offerSource.set(() => source);
    return () => offerSource.set((now) => (now === source ? null : now));
  }, [source]);
}
