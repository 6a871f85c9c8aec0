// @vitest-environment jsdom
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, expect, it, vi } from 'vitest';

import { ApiError } from '@/api/http';

import { NOTHING, OnceRead } from './route-states';

vi.mock('@/words', () => ({ useWords: () => (key: string) => key }));
vi.mock('@tanstack/react-router', () => ({ Link: 'a', useRouter: () => ({}) }));

let answer: () => Promise<string>;
let client: QueryClient;
const place = document.createElement('div');
const root = createRoot(place);

function Page() {
  const name = useQuery({ queryKey: ['name'], queryFn: () => answer() });
  return (
    <OnceRead<[string, null]> of={[name, NOTHING]} rows={2}>
      {(it) => <input defaultValue={it} />}
    </OnceRead>
  );
}
const settle = () => act(() => new Promise((done) => setTimeout(done, 20)));
const refused = () => Promise.reject(new ApiError({ title: 'offline', status: 503, code: 'busy' }));

beforeEach(async () => {
  answer = refused;
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  window.matchMedia = ((media: string) => ({ matches: false, media, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined, removeListener: () => undefined })) as unknown as typeof window.matchMedia;
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  await act(() =>
    root.render(
      <MantineProvider key={Math.random()}>
        <QueryClientProvider client={client}>
          <Page />
        </QueryClientProvider>
      </MantineProvider>,
    ),
  );
});

it('what somebody types stays when it is read again in vain, and what went wrong is said', async () => {
  answer = () => Promise.resolve('Accueil');
  await act(() => client.refetchQueries());
  await settle();
  const field = place.querySelector('input');
  expect(field?.value).toBe('Accueil');
  if (field) {
    field.value = 'Accueil, le soir';
  }
  answer = refused;
  await act(() => client.refetchQueries());
  await settle();
  expect(place.querySelector('input')).toBe(field);
  expect(place.querySelector('input')?.value).toBe('Accueil, le soir');
  expect(place.querySelector('[role=alert]')?.textContent).toContain('error-code');
  answer = () => Promise.resolve('Accueil');
  await act(async () => place.querySelector('button')?.click());
  await settle();
  expect(place.querySelector('[role=alert]')).toBeNull();
  expect(place.querySelector('input')).toBe(field);
});

it('what was never read is a page that says so', async () => {
  answer = refused;
  await act(() => client.refetchQueries());
  await settle();
  expect(place.querySelector('input')).toBeNull();
  expect(place.querySelector('h1')?.textContent).toBe('failure-title');
});
