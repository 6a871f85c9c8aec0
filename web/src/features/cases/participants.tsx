import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';

import { get, type Page, post, remove } from '@/api/http';
import { useMay } from '@/api/session';
import type { Case, Part, Participant, PersonLine } from '@/api/types';
import { record } from '@/shell/undo';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/states';
import { useWords } from '@/words';

import { patchEverywhere } from './calls';
import styles from './case.module.css';

const PARTS: readonly Part[] = ['copied', 'third_party', 'customer'];

/** Whose words join the case, and who reads our answers. */
export function Participants({ it }: { it: Case }) {
  const t = useWords();
  const client = useQueryClient();
  const mayWrite = useMay('cases_write');
  const [adding, setAdding] = useState(false);
  const settle = (fresh: Case | undefined) => {
    if (fresh) {
      patchEverywhere(client, it.id, fresh);
    }
    void client.invalidateQueries({ queryKey: ['case', it.id] });
    void client.invalidateQueries({ queryKey: ['history', it.id] });
  };
  const add = (who: { address?: string; person_id?: string | null }, part: Part) => post<Case>(`/cases/${it.id}/participants`, { ...who, part });
  const drop = (address: string, version: number) => remove<Case>(`/cases/${it.id}/participants/${encodeURIComponent(address)}`, version);
  const removing = useMutation({
    mutationFn: (one: Participant) => drop(one.address, it.version),
    onSuccess: (fresh, one) => {
      settle(fresh);
      record({
        label: t('participants-done-removed', { name: one.address }),
        undo: async () => settle(await add({ address: one.address, person_id: one.person_id ?? null }, one.part)),
      });
    },
  });
  return (
    <section>
      <h3>{t('participants-title')}</h3>
      <ul className={styles.points}>
        {it.participants.map((one) => (
          <li key={one.address}>
            {one.person_id && one.person_id !== it.person_id ? (
              <Link to="/customers/$id" params={{ id: one.person_id }} className="one-line">
                {one.address}
              </Link>
            ) : (
              <span className="one-line">{one.address}</span>
            )}
            <span className="meta">{t('participants-part', { part: one.part })}</span>
            {mayWrite && (
              <button type="button" className={styles.remove} disabled={removing.isPending} onClick={() => removing.mutate(one)} aria-label={t('participants-remove', { name: one.address })} title={t('participants-remove', { name: one.address })}>
                <IconX size={14} aria-hidden="true" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {removing.error && <Failure error={removing.error} />}
      {mayWrite && (
        <button type="button" className={styles.link} onClick={() => setAdding(true)}>
          {t('participants-add')}
        </button>
      )}
      {adding && (
        <AddParticipant
          onClose={() => setAdding(false)}
          onAdd={async (who, part, name) => {
            const fresh = await add(who, part);
            settle(fresh);
            setAdding(false);
            const added = fresh.participants.find((one) => !it.participants.some((before) => before.address === one.address));
            record({
              label: t('participants-done-added', { name }),
              ...(added ? { undo: async () => settle(await drop(added.address, (await get<Case>(`/cases/${it.id}`)).version)) } : {}),
            });
          }}
        />
      )}
    </section>
  );
}

function AddParticipant({ onAdd, onClose }: { onAdd: (who: { address?: string; person_id?: string }, part: Part, name: string) => Promise<void>; onClose: () => void }) {
  const t = useWords();
  const id = useId();
  const [text, setText] = useState('');
  const [part, setPart] = useState<Part>('copied');
  const isAddress = text.includes('@') || /^[+\d][\d .-]+$/.test(text.trim());
  const found = useQuery({
    queryKey: ['participant-search', text],
    queryFn: ({ signal }) => get<Page<PersonLine>>('/persons', { q: text, limit: 6 }, signal),
    enabled: text.trim().length >= 2 && !isAddress,
  });
  const adding = useMutation({ mutationFn: ({ who, name }: { who: { address?: string; person_id?: string }; name: string }) => onAdd(who, part, name) });
  const persons = isAddress ? [] : (found.data?.items ?? []);
  return (
    <Dialog title={t('participants-add')} onClose={onClose} size="sm">
      <form
        className={styles.participant}
        onSubmit={(event) => {
          event.preventDefault();
          adding.mutate({ who: { address: text.trim() }, name: text.trim() });
        }}
      >
        <TextInput data-autofocus label={t('participants-address')} description={t('participants-address-hint')} value={text} onChange={(event) => setText(event.currentTarget.value)} autoComplete="off" aria-controls={`${id}-found`} />
        <NativeSelect label={t('participants-as')} value={part} onChange={(event) => setPart(PARTS.find((it) => it === event.currentTarget.value) ?? 'copied')} data={PARTS.map((it) => ({ value: it, label: t('participants-as-part', { part: it }) }))} />
        {persons.length > 0 && (
          <ul id={`${id}-found`} className={styles.lines}>
            {persons.map((it) => (
              <li key={it.id}>
                <button type="button" className={styles.link} onClick={() => adding.mutate({ who: { person_id: it.id }, name: it.display_name })}>
                  {it.display_name}
                </button>
                <span className="meta one-line">{it.email ?? it.city}</span>
              </li>
            ))}
          </ul>
        )}
        <p className="meta">{t('participants-why')}</p>
        {adding.error && <Failure error={adding.error} />}
        <Button type="submit" variant="filled" loading={adding.isPending} disabled={text.trim() === ''}>
          {t('participants-add')}
        </Button>
      </form>
    </Dialog>
  );
}
