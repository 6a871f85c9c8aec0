import { Button, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';

import { get, post } from '@/api/http';
import { teamsQuery } from '@/api/names';
import type { CaseOpened, PersonLine } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { PageHeading, useTitle } from '@/shell/page';
import { record } from '@/shell/undo';
import { findPersons, personDetail } from '@/ui/find';
import { FindBox, useRested } from '@/ui/find-box';
import { fieldError, Form, formStyles, useForm } from '@/ui/form';
import { useLocale, useWords } from '@/words';

import { caseTypesQuery } from './calls';
import styles from './pickers.module.css';
import { isSameName, typedPerson } from './who';

const CHANNELS = ['phone', 'mail', 'chat'] as const;
const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

/** Whom the case is for: somebody known, or somebody to be made from what they say. */
type Who = { kind: 'known'; id: string; name: string } | { kind: 'new' } | null;

interface Typed {
  name: string;
  email: string;
  phone: string;
}

/** Who called, as far as they said: known by their address or number, or made anew. */
const saidOf = ({ name, email, phone }: Typed) => Object.fromEntries(Object.entries({ name, email, phone }).filter(([, value]) => value.trim() !== ''));

/** People who are called so already, each to be taken instead. */
function Namesakes({ name, onPick }: { name: string; onPick: (it: PersonLine) => void }) {
  const t = useWords();
  const f = useFormats();
  const q = useRested(name);
  const found = useQuery({ queryKey: ['find', 'namesakes', q], queryFn: ({ signal }) => findPersons(q, signal), enabled: q !== '', staleTime: 15_000 });
  const same = q === name.trim() ? (found.data ?? []).filter((it) => isSameName(it.display_name, name)) : [];
  return (
    <div role="status">
      {same.length > 0 && (
        <div className={styles.namesakes}>
          <p>{t('new-case-namesakes', { count: same.length, name: name.trim() })}</p>
          <ul>
            {same.map((it) => (
              <li key={it.id}>
                <Button size="compact-sm" onClick={() => onPick(it)}>
                  {t('new-case-take', { name: it.display_name })}
                </Button>
                <span className="meta">{personDetail(it, f.date)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** Whom a case is for: looked for first, made only when one says so. */
function WhoFields({ who, values, isMissing, error, onWho, set }: { who: Who; values: Typed; isMissing: boolean; error: unknown; onWho: (who: Who, typed?: Typed) => void; set: (name: keyof Typed, value: string) => void }) {
  const t = useWords();
  const f = useFormats();
  const take = (it: { id: string }, name: string) => onWho({ kind: 'known', id: it.id, name });
  return (
    <>
      <FindBox
        autoFocus
        label={t('new-case-who')}
        description={t('new-case-who-why')}
        chosen={who === null ? '' : who.kind === 'known' ? who.name : t('new-case-who-is-new')}
        from="persons"
        find={async (q, signal) => (await findPersons(q, signal)).map((it) => ({ id: it.id, text: it.display_name, detail: personDetail(it, f.date) }))}
        own={(text) => [{ id: 'new', text: text === '' ? t('new-case-who-new') : t('new-case-who-new-named', { text }), isOwn: true }]}
        error={isMissing ? t('new-case-who-missing') : fieldError(error, 'person', true)}
        onPick={(it, text) => {
          if (it.id === 'new') {
            onWho({ kind: 'new' }, typedPerson(text));
          } else {
            take(it, it.text);
          }
        }}
      />
      {who?.kind === 'new' && (
        <>
          <div className={formStyles.pair}>
            <TextInput label={t('new-case-name')} autoComplete="off" value={values.name} error={fieldError(error, 'person/name')} onChange={(event) => set('name', event.currentTarget.value)} />
            <TextInput label={t('field-name', { field: 'email' })} autoComplete="off" inputMode="email" value={values.email} error={fieldError(error, 'person/email')} onChange={(event) => set('email', event.currentTarget.value)} />
            <TextInput label={t('field-name', { field: 'phone' })} autoComplete="off" inputMode="tel" value={values.phone} error={fieldError(error, 'person/phone')} onChange={(event) => set('phone', event.currentTarget.value)} />
          </div>
          <Namesakes name={values.name} onPick={(it) => take(it, it.display_name)} />
        </>
      )}
    </>
  );
}

/** A call is noted as it is held: who, about what, what was said. The clock starts when it is saved. */
export function NewCase() {
  const t = useWords();
  const locale = useLocale();
  const navigate = useNavigate();
  const { person } = useSearch({ strict: false }) as { person?: string };
  const who = useQuery({ queryKey: ['person', person], queryFn: () => get<{ display_name: string }>(`/persons/${person ?? ''}`), enabled: person !== undefined });
  const types = useQuery(caseTypesQuery);
  const teams = useQuery(teamsQuery);
  const form = useForm({ subject: '', type: '', channel: 'phone' as (typeof CHANNELS)[number], priority: 'normal' as (typeof PRIORITIES)[number], text: '', minutes: null as number | null, who: (person ? { kind: 'known', id: person, name: '' } : null) as Who, name: '', email: '', phone: '' });
  const title = who.data ? t('new-case-for', { name: who.data.display_name }) : t('new-case');
  useTitle(title);
  const open = useMutation({
    mutationFn: () => {
      const { subject, type, channel, priority, text, minutes, who } = form.values;
      return post<CaseOpened>('/cases', {
        person: who?.kind === 'known' ? { id: who.id } : saidOf(form.values),
        subject,
        type: type || undefined,
        channel,
        priority,
        text,
        duration_seconds: channel === 'phone' && minutes !== null && minutes > 0 ? Math.round(minutes * 60) : null,
      });
    },
    onSuccess: (it) => {
      form.saved();
      if (it.is_visible) {
        record({ label: t('new-case-opened') });
        void navigate({ to: '/cases/$id', params: { id: it.case_id } });
        return;
      }
      // Its type sends it to a team of which this person sees no case: their customer's page shows that it is there.
      record({ label: t('new-case-opened-elsewhere', { team: teams.data?.items.find((one) => one.id === it.team_id)?.name ?? '…' }) });
      void (it.person_id ? navigate({ to: '/customers/$id', params: { id: it.person_id } }) : navigate({ to: '/' }));
    },
  });
  const { values, set } = form;
  const [isMissing, setMissing] = useState(false);
  const save = () => {
    if (values.who !== null) {
      open.mutate();
      return;
    }
    setMissing(true);
    requestAnimationFrame(() => document.querySelector<HTMLElement>('main [role="combobox"]')?.focus());
  };
  return (
    <div className="page">
      <PageHeading>{title}</PageHeading>
      <Form label={title} act={t('new-case-act')} form={form} error={open.error} isBusy={open.isPending} onSave={save}>
        {!person && (
          <WhoFields
            who={values.who}
            values={values}
            isMissing={isMissing && values.who === null}
            error={open.error}
            set={set}
            onWho={(who, typed) => {
              set('who', who);
              for (const [name, value] of Object.entries(typed ?? {})) {
                set(name as keyof Typed, value);
              }
              open.reset();
            }}
          />
        )}
        <div className={formStyles.pair}>
          <NativeSelect
            label={t('new-case-channel')}
            value={values.channel}
            data={CHANNELS.map((channel) => ({ value: channel, label: t('channel-name', { channel }) }))}
            onChange={(event) => set('channel', event.currentTarget.value as (typeof CHANNELS)[number])}
          />
          <NativeSelect
            label={t('new-case-type')}
            value={values.type}
            error={fieldError(open.error, 'type')}
            data={[{ value: '', label: t('new-case-type-default') }, ...(types.data?.items ?? []).filter((it) => it.is_active).map((it) => ({ value: it.key, label: locale === 'fr' ? it.name_fr : it.name_en }))]}
            onChange={(event) => set('type', event.currentTarget.value)}
          />
          <NativeSelect
            label={t('new-case-priority')}
            value={values.priority}
            data={PRIORITIES.map((priority) => ({ value: priority, label: t('case-priority', { priority }) }))}
            onChange={(event) => set('priority', event.currentTarget.value as (typeof PRIORITIES)[number])}
          />
        </div>
        <TextInput label={t('new-case-subject')} name="subject" autoFocus={person !== undefined} value={values.subject} error={fieldError(open.error, 'subject')} onChange={(event) => set('subject', event.currentTarget.value)} />
        <Textarea
          label={t('new-case-text')}
          description={t('new-case-text-why')}
          autosize
          minRows={5}
          value={values.text}
          error={fieldError(open.error, 'text')}
          onChange={(event) => set('text', event.currentTarget.value)}
        />
        {values.channel === 'phone' && <NumberInput label={t('new-case-minutes')} min={0} max={600} value={values.minutes ?? ''} onChange={(minutes) => set('minutes', minutes === '' ? null : Number(minutes))} />}
      </Form>
    </div>
  );
}
