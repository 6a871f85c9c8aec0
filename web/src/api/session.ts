import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';

import { ApiError, get } from './http';
import { onKnown, signInsKnown, whose } from './known';
import type { Me, Permission } from './types';

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => get<Me>('/me'), staleTime: 60_000, retry: false });

export function useMe(): Me | undefined {
  return useQuery(meQuery).data;
}

export function useMay(permission: Permission): boolean {
  return useMe()?.permissions.includes(permission) ?? false;
}

/** Somebody signed in on a page that is nobody's yet: the screen is theirs from here. */
export function welcome(client: QueryClient, me: Me) {
  client.setQueryData(meQuery.queryKey, me);
  whose.set('ours');
}

const AGAIN = 2000;

/**
 * After each sign-in, in whichever tab, asks who it is. The same person goes on, and what was refused meanwhile is asked
 * again; for anybody else nothing of this screen is kept: `leave` loads their own.
 */
export function keepOurs(client: QueryClient, leave: () => void): () => void {
  const mine = client.getQueryData(meQuery.queryKey)?.id;
  const look = async (asked: number): Promise<void> => {
    try {
      const me = await get<Me>('/me');
      if (asked !== signInsKnown()) {
        return;
      }
      if (mine !== me.id) {
        whose.set('foreign');
        client.clear();
        leave();
        return;
      }
      welcome(client, me);
      await client.invalidateQueries();
    } catch (error) {
      // Refused once more is told by the request itself; a connection that failed is tried again.
      if (asked === signInsKnown() && !(error instanceof ApiError && error.status === 401)) {
        setTimeout(() => void look(asked), AGAIN);
      }
    }
  };
  if (whose.get() === 'unknown') {
    void look(signInsKnown());
  }
  return onKnown((isKnown) => isKnown && void look(signInsKnown()));
}
