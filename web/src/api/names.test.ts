import { QueryClient } from '@tanstack/react-query';
import { expect, it } from 'vitest';

import { renewNames, staffQuery, teamsQuery } from './names';

it('whoever was just added or renamed is in the pickers at once', async () => {
  const client = new QueryClient();
  const lists = [['/staff', { limit: 100 }], ['/teams', 'team_1'], staffQuery.queryKey, teamsQuery.queryKey];
  lists.forEach((queryKey) => client.setQueryData(queryKey as unknown[], { items: [], next: null }));
  await renewNames(client);
  expect(lists.map((queryKey) => client.getQueryState(queryKey)?.isInvalidated)).toEqual([true, true, true, true]);
});
