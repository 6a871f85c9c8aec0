import { QueryClient } from '@tanstack/react-query';

import { ApiError } from '@/api/http';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof ApiError && (error.isOffline || error.status === 503 || error.status === 429),
      retryDelay: (count, error) => (error instanceof ApiError && error.retryAfter ? error.retryAfter * 1000 : 1000 * 2 ** count),
    },
    mutations: { retry: false },
  },
});
