// @vitest-environment jsdom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, expect, it, vi } from 'vitest';

import { MantineProvider } from '@mantine/core';

import { Form, type FormState, rebased, useForm } from './form';

vi.mock('@/words', () => ({ useWords: () => (key: string) => key }));
vi.mock('@tanstack/react-router', () => ({ useBlocker: () => ({ status: 'idle' }) }));

interface Survey {
  name: string;
  draft: { title: string; thanks: string };
}

let form: FormState<Survey>;
const root = createRoot(document.createElement('div'));
function Editor({ from }: { from: Survey }) {
  form = useForm(from);
  return null;
}
const read = (from: Survey) => act(() => root.render(<Editor key="one" from={from} />));
const type = (draft: Survey['draft']) => act(() => form.set('draft', draft));

beforeEach(() => vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true));

it('what is typed while it is saved stays, and is still to be saved', async () => {
  await read({ name: 'Accueil', draft: { title: 'Bonjour', thanks: '' } });
  await type({ title: 'Bonjour', thanks: 'Merci' });
  form.sending();
  await type({ title: 'Bonjour', thanks: 'Merci, bonne soirée' });
  await act(() => form.saved());
  await read({ name: 'Accueil', draft: { title: 'Bonjour', thanks: 'Merci' } });
  expect(form.values.draft.thanks).toBe('Merci, bonne soirée');
  expect(form.isChanged).toBe(true);
});

it('what went out and came back is saved, as the server writes it', async () => {
  await read({ name: 'Accueil', draft: { title: 'Bonjour', thanks: '' } });
  await type({ title: ' Bonsoir', thanks: '' });
  form.sending();
  await act(() => form.saved());
  expect(form.isChanged).toBe(false);
  await read({ name: 'Accueil', draft: { title: 'Bonsoir', thanks: '' } });
  expect(form.values.draft.title).toBe('Bonsoir');
  expect(form.isChanged).toBe(false);
});

it('what somebody else saved is taken, what was typed stays on top of it', () => {
  const read = { name: 'Santé', members: ['a'], description: '' };
  const typed = { ...read, name: 'Santé et prévoyance' };
  const theirs = { name: 'Santé', members: ['a', 'b'], description: 'Remboursements' };
  expect(rebased(typed, read, theirs)).toEqual({ name: 'Santé et prévoyance', members: ['a', 'b'], description: 'Remboursements' });
  expect(rebased(read, read, theirs)).toEqual(theirs);
});

it('Ctrl+Enter saves the form somebody types in, once, and no other', async () => {
  window.matchMedia = ((media: string) => ({ matches: false, media, addEventListener: () => undefined, removeEventListener: () => undefined })) as unknown as typeof window.matchMedia;
  const saved: string[] = [];
  function One({ name }: { name: string }) {
    const own = useForm({ text: '' });
    return (
      <Form label={name} act={name} error={null} isBusy={false} form={own} onSave={() => saved.push(name)}>
        <input data-of={name} value={own.values.text} onChange={(event) => own.set('text', event.currentTarget.value)} />
      </Form>
    );
  }
  const place = document.createElement('div');
  document.body.append(place);
  await act(() =>
    createRoot(place).render(
      <MantineProvider>
        <One name="first" />
        <One name="second" />
      </MantineProvider>,
    ),
  );
  const field = (name: string) => place.querySelector<HTMLInputElement>(`[data-of=${name}]`) as HTMLInputElement;
  const write = (name: string) =>
    act(() => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field(name), 'typed');
      field(name).dispatchEvent(new Event('input', { bubbles: true }));
    });
  const press = (from: Element, repeat = false) => act(() => from.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, repeat, bubbles: true, cancelable: true })));
  await press(field('first'));
  expect(saved).toEqual([]);
  await write('first');
  await write('second');
  await press(field('first'));
  await press(field('first'), true);
  await press(document.body);
  expect(saved).toEqual(['first']);
});
