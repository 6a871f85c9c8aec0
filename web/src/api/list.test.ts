import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';

import { mayReadOn } from './list';

it('a page that failed is asked for once, until somebody asks again', async () => {
  let asked = 0;
  let isIll = true;
  const pages = new InfiniteQueryObserver(new QueryClient(), {
    queryKey: ['rows'],
    queryFn: ({ pageParam }) => {
      asked += pageParam;
      return pageParam === 1 && isIll ? Promise.reject(new Error('500')) : Promise.resolve({ next: pageParam === 0 ? 1 : null });
    },
    initialPageParam: 0,
    getNextPageParam: (last: { next: number | null }) => last.next,
    retry: false,
  });
  const settled = new Promise<void>((done) => {
    // What the screen does each time it is drawn.
    pages.subscribe((now) => {
      if (mayReadOn(now)) {
        void pages.fetchNextPage();
      } else if (now.isFetchNextPageError && !now.isFetching) {
        setTimeout(done, 50);
      }
    });
  });
  await settled;
  expect(asked).toBe(1);
  isIll = false;
  await pages.fetchNextPage();
  expect(pages.getCurrentResult().data?.pages).toHaveLength(2);
});
