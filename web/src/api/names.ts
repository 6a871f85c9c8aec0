/**
 * Who there is to choose from: colleagues and teams by name, as pickers, filters and histories show them. Their keys begin as
 * those of the lists they are taken from, so that whoever changes one of them renews them all.
 */
import { type QueryClient, queryOptions } from '@tanstack/react-query';

import { get, type Page } from './http';
import type { Named } from './types';

/** A member of staff, and the teams they are in. */
export interface Colleague extends Named {
  teams: string[];
}

export const staffQuery = queryOptions({
  queryKey: ['/staff', 'names'],
  queryFn: ({ signal }) => get<Page<Colleague>>('/staff', { limit: 200 }, signal),
  staleTime: 5 * 60_000,
  retry: false,
});
export const teamsQuery = queryOptions({
  queryKey: ['/teams', 'names'],
  queryFn: ({ signal }) => get<Page<Named>>('/teams', { limit: 200 }, signal),
  staleTime: 5 * 60_000,
  retry: false,
});

/** Somebody joined, left, was renamed or changed teams: who is in which team stands with both. */
export const renewNames = (client: QueryClient) => Promise.all([['/staff'], ['/teams']].map((queryKey) => client.invalidateQueries({ queryKey })));
