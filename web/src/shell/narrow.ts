import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

type Search = Record<string, unknown>;

/** What the address says after a change: what the change names is changed, what is empty goes, the rest stays. */
export const narrowedBy = (now: Search, change: Search): Search =>
  Object.fromEntries(Object.entries({ ...now, ...change }).filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false));

/**
 * Changes what narrows this page's list, in its address. It is the address as it is by then that changes: of two changes
 * in one breath, before the screen is drawn anew, neither undoes the other. `replace`: Back passes it by.
 */
export function useNarrow<T extends object>(): (change: { [K in keyof T]?: T[K] | undefined }, replace?: boolean) => void {
  const navigate = useNavigate();
  return useCallback((change, replace = false) => void navigate({ to: '.', search: ((now: Search) => narrowedBy(now, change)) as never, replace }), [navigate]);
}
