import type { QueryClient } from '@tanstack/react-query';

import { meQuery } from '@/api/session';
import type { Me } from '@/api/types';

/** What the server holds of the person, or what it held before if it cannot be asked; the screen is told the same. */
export async function truthOf(client: QueryClient, before: Me): Promise<Me> {
  const truth = await client.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => before);
  client.setQueryData(meQuery.queryKey, truth);
  return truth;
}
