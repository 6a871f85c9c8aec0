import { queryOptions, useQuery } from '@tanstack/react-query';

import { get } from './http';
import type { Me, Permission } from './types';

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => get<Me>('/me'), staleTime: 60_000, retry: false });

export function useMe(): Me | undefined {
  return useQuery(meQuery).data;
}

export function useMay(permission: Permission): boolean {
  return useMe()?.permissions.includes(permission) ?? false;
}
