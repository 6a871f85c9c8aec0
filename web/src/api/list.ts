import { useInfiniteQuery } from '@tanstack/react-query';

import { get, type Page, type Query } from './http';

export interface Listed<R> {
  rows: R[] | undefined;
  error: unknown;
  isPending: boolean;
  isFetchingNextPage: boolean;
  more: (() => void) | undefined;
  retry: () => void;
}

/** Whether the next page may be asked for by scrolling: after one that failed, only by hand. */
export const mayReadOn = (pages: { hasNextPage: boolean; isFetchingNextPage: boolean; isFetchNextPageError: boolean }) => pages.hasNextPage && !pages.isFetchingNextPage && !pages.isFetchNextPageError;

/** Pages of a list, fetched as they are asked for. The key is the path and its filters. */
export function useList<R>(path: string, query: Query = {}): Listed<R> {
  const pages = useInfiniteQuery({
    queryKey: [path, query],
    queryFn: ({ pageParam, signal }) => get<Page<R>>(path, { ...query, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  return {
    rows: pages.data?.pages.flatMap((it) => it.items),
    error: pages.error,
    isPending: pages.isPending,
    isFetchingNextPage: pages.isFetchingNextPage,
    more: pages.hasNextPage ? () => void pages.fetchNextPage() : undefined,
    retry: () => void pages.refetch(),
  };
}
