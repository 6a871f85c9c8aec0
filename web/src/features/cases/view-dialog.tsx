/** A saved view: kept under a name, renamed, dropped; each can be taken back. */
import { Button, Checkbox, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';

import { post, put, remove } from '@/api/http';
import { useMay } from '@/api/session';
import type { InboxView } from '@/api/types';
import { record } from '@/shell/undo';
import { Dialog } from '@/ui/dialog';
import { fieldError } from '@/ui/form';
import { errorText } from '@/ui/states';
import { useWords } from '@/words';

import { type InboxFilters, savedFilterOf, type View, viewsQuery } from './calls';
import styles from './pickers.module.css';

interface Props {
  /** The view on screen: the one to change, or the one a new one is made from. */
  view: View;
  search: InboxFilters;
  isNew: boolean;
  onClose: () => void;
  /** Where to go: the view that is there now; null: it is gone. */
  onDone: (id: string | null) => void;
}

/** A view that was dropped and brought back has a new name in the store: by the old one, so that what came before it can be undone too. */
const heirs = new Map<string, string>();
function heirOf(id: string): string {
  const next = heirs.get(id);
  return next === undefined ? id : heirOf(next);
}

/** What the server takes for a view. */
const bodyOf = (it: Pick<InboxView, 'name' | 'is_shared' | 'filter' | 'sort' | 'place'>) => ({ name: it.name, is_shared: it.is_shared, filter: it.filter, sort: it.sort, place: it.place });

export default function ViewDialog({ view, search, isNew, onClose, onDone }: Props) {
  const t = useWords();
  const client = useQueryClient();
  const mayShare = useMay('templates_write');
  const [name, setName] = useState(isNew ? '' : (view.name ?? ''));
  const [shared, setShared] = useState(!isNew && (view.saved?.is_shared ?? false));
  const refresh = () => client.invalidateQueries({ queryKey: viewsQuery.queryKey });
  const wanted = { name: name.trim(), is_shared: shared, filter: savedFilterOf(view.filter, search), sort: (search.sort ?? view.sort) as InboxView['sort'], place: view.saved?.place ?? 0 };
  const path = `/inbox-views/${view.id}`;

  // What is undone is the view as it stands then, under the name it has then.
  const now = async (id: string) => (await client.fetchQuery({ ...viewsQuery, staleTime: 0 })).saved.find((it) => it.id === heirOf(id));
  const changeBack = async (id: string, to: ReturnType<typeof bodyOf>) => {
    const found = await now(id);
    await put(`/inbox-views/${heirOf(id)}`, to, found?.version ?? 0);
    await refresh();
  };
  const dropAgain = async (id: string) => {
    const found = await now(id);
    await remove(`/inbox-views/${heirOf(id)}`, found?.version ?? 0);
    await refresh();
  };
  const bringBack = async (id: string, as: ReturnType<typeof bodyOf>) => {
    const made = await post<InboxView>('/inbox-views', as);
    heirs.set(id, made.id);
    await refresh();
  };
  const before = bodyOf({ ...wanted, name: view.name ?? '', filter: view.filter, sort: view.sort as InboxView['sort'] });

  const save = useMutation({
    mutationFn: async () => {
      const next = isNew ? await post<InboxView>('/inbox-views', wanted) : await put<InboxView>(path, wanted, view.saved?.version ?? 0);
      await refresh();
      record(isNew ? { label: t('view-saved', { name: next.name }), undo: () => dropAgain(next.id) } : { label: t('view-changed', { name: next.name }), undo: () => changeBack(next.id, before) });
      return next.id;
    },
    onSuccess: onDone,
  });
  const drop = useMutation({
    mutationFn: async () => {
      await remove(path, view.saved?.version ?? 0);
      await refresh();
      record({ label: t('view-dropped', { name: view.name ?? '' }), undo: () => bringBack(view.id, before) });
    },
    onSuccess: () => onDone(null),
  });
  const error = save.error ?? drop.error;
  return (
    <Dialog onClose={onClose} title={isNew ? t('view-save') : t('view-change')}>
      <form
        className={styles.batch}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextInput label={t('view-name')} data-autofocus required maxLength={80} value={name} error={fieldError(error, 'name') ?? (error ? errorText(error, t) : undefined)} onChange={(event) => setName(event.currentTarget.value)} />
        {isNew && mayShare && <Checkbox label={t('view-shared')} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />}
        <div className={styles.acts}>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {t('ui-save')}
          </Button>
          {!isNew && (
            <Button loading={drop.isPending} onClick={() => drop.mutate()}>
              {t('view-drop')}
            </Button>
          )}
        </div>
      </form>
    </Dialog>
  );
}
