import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';

import { ApiError, get, put } from '@/api/http';
import { useList } from '@/api/list';
import type { CaseType, ServiceLevel, Team } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { PageHeading } from '@/shell/page';
import { PageFailure, OnceRead } from '@/shell/route-states';
import { record } from '@/shell/undo';
import { fieldError, Form, formStyles, SettingsPage, useForm } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { useLocale, useWords } from '@/words';

import { keyOf, promiseOf } from './case-types';

const NONE = { name_fr: '', name_en: '', is_complaint: false, is_active: true, is_public: true, place: 50, team_id: null as string | null };

const useKinds = () => useQuery({ queryKey: ['case-types'], queryFn: () => get<{ items: CaseType[] }>('/case-types') });
const usePromises = () => useQuery({ queryKey: ['/promises'], queryFn: () => get<{ items: ServiceLevel[] }>('/promises') });

function usePromiseText() {
  const t = useWords();
  const f = useFormats();
  const promises = usePromises();
  return (key: string) => {
    const found = promises.data && promiseOf(key, promises.data.items);
    const target = found?.targets.first_reply ?? found?.targets.resolution;
    return { found, text: found ? `${found.name}${target ? `, ${f.hours(target.seconds)} ${t('promise-counting', { counting: target.counting })}` : ''}` : promises.data ? t('case-type-promise-none') : '' };
  };
}

/** What requests are about: the first thing the contact page, promises and survey rules ask. */
export function CaseTypeList() {
  const t = useWords();
  const f = useFormats();
  const locale = useLocale();
  const kinds = useKinds();
  const teams = useList<Team>('/teams', { limit: 100 });
  const promise = usePromiseText();
  return (
    <SettingsPage
      title={<PageHeading>{t('settings-case-types')}</PageHeading>}
      why={t('case-type-why')}
      acts={
        <Button component={Link} to="/settings/case-types/new" variant="filled">
          {t('case-type-add')}
        </Button>
      }
    >
      {kinds.error ? <Failure error={kinds.error} onRetry={() => void kinds.refetch()} /> : null}
      {kinds.isPending && <Loading />}
      {kinds.data?.items.length === 0 && <Empty text={t('case-type-empty')} />}
      {kinds.data && kinds.data.items.length > 0 && (
        <DataTable
          label={t('settings-case-types')}
          rows={kinds.data.items}
          idOf={(it) => it.key}
          to={(it) => `/settings/case-types/${it.key}`}
          columns={[
            { head: t('case-type-name'), cell: (it) => (locale === 'fr' ? it.name_fr : it.name_en) },
            { head: t('promise-place'), cell: (it) => f.number(it.place), isNumber: true },
            { head: t('case-type-customers'), cell: (it) => (it.is_active && it.is_public ? t('case-type-offered') : t('case-type-internal')) },
            { head: t('case-type-team'), cell: (it) => teams.rows?.find((team) => team.id === it.team_id)?.name ?? '' },
            { head: t('case-type-promise'), cell: (it) => promise(it.key).text },
            { head: t('staff-state'), cell: (it) => (it.is_active ? t('case-type-active') : t('case-type-at-rest')) },
          ]}
        />
      )}
    </SettingsPage>
  );
}

export function CaseTypeEdit() {
  const { key } = useParams({ strict: false }) as { key?: string };
  const kinds = useKinds();
  return (
    <OnceRead of={[kinds]} rows={6}>
      {({ items }) => {
        const kind = items.find((it) => it.key === key) ?? null;
        return key !== 'new' && !kind ? (
          <PageFailure error={new ApiError({ title: '', status: 404, code: 'not_found' })} />
        ) : (
          <CaseTypeForm key={kind?.key ?? 'new'} kind={kind} taken={items.map((it) => it.key)} onStale={() => void kinds.refetch()} />
        );
      }}
    </OnceRead>
  );
}

function CaseTypeForm({ kind, taken, onStale }: { kind: CaseType | null; taken: readonly string[]; onStale: () => void }) {
  const t = useWords();
  const locale = useLocale();
  const client = useQueryClient();
  const navigate = useNavigate();
  const teams = useList<Team>('/teams', { limit: 100 });
  const promise = usePromiseText();
  const was = kind ? { name_fr: kind.name_fr, name_en: kind.name_en, is_complaint: kind.is_complaint, is_active: kind.is_active, is_public: kind.is_public, place: kind.place, team_id: kind.team_id } : NONE;
  const form = useForm(was);
  const { values, set } = form;
  const [typed, setTyped] = useState<string | null>(null);
  const key = kind?.key ?? typed ?? keyOf(values.name_fr);
  const isTaken = !kind && taken.includes(key);
  const refresh = () => client.invalidateQueries({ queryKey: ['case-types'] });
  const save = useMutation({
    mutationFn: () => put<CaseType>(`/case-types/${encodeURIComponent(key)}`, values, kind?.version ?? null),
    onSuccess: (it) => {
      form.saved();
      record({ label: t('case-type-saved', { name: locale === 'fr' ? it.name_fr : it.name_en }), undo: kind ? () => put(`/case-types/${it.key}`, was, it.version).finally(refresh) : undefined });
      void refresh();
      void navigate({ to: '/settings/case-types' });
    },
  });
  const title = kind ? (locale === 'fr' ? kind.name_fr : kind.name_en) : t('case-type-add');
  const held = kind ? promise(kind.key) : null;
  return (
    <SettingsPage title={<PageHeading>{title}</PageHeading>}>
      <Form label={title} act={kind ? t('ui-save') : t('case-type-add')} form={form} error={save.error} isBusy={save.isPending} onSave={() => !isTaken && save.mutate()} onAbandon={() => form.reset(was)} onStale={onStale}>
        <div className={formStyles.pair}>
          <TextInput label={t('case-type-name-fr')} lang="fr" value={values.name_fr} error={fieldError(save.error, 'name_fr')} onChange={(event) => set('name_fr', event.currentTarget.value)} />
          <TextInput label={t('case-type-name-en')} lang="en" value={values.name_en} error={fieldError(save.error, 'name_en')} onChange={(event) => set('name_en', event.currentTarget.value)} />
        </div>
        {!kind && (
          <TextInput
            label={t('case-type-key')}
            description={t('case-type-key-why')}
            value={key}
            error={isTaken ? t('case-type-key-taken') : fieldError(save.error, 'key')}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <div className={formStyles.pair}>
          <NumberInput label={t('promise-place')} description={t('case-type-place-why')} min={0} max={999} allowDecimal={false} value={values.place} error={fieldError(save.error, 'place')} onChange={(it) => set('place', Number(it) || 0)} />
          <NativeSelect
            label={t('case-type-team')}
            description={t('case-type-team-why')}
            value={values.team_id ?? ''}
            error={fieldError(save.error, 'team_id')}
            data={[{ value: '', label: t('case-type-team-none') }, ...(teams.rows ?? []).filter((it) => it.is_active || it.id === values.team_id).map((it) => ({ value: it.id, label: it.name }))]}
            onChange={(event) => set('team_id', event.currentTarget.value || null)}
          />
        </div>
        <Checkbox label={t('case-type-public')} description={t('case-type-public-why')} checked={values.is_public} onChange={(event) => set('is_public', event.currentTarget.checked)} />
        <Checkbox label={t('case-type-complaint')} description={t('case-type-complaint-why')} checked={values.is_complaint} onChange={(event) => set('is_complaint', event.currentTarget.checked)} />
        <Checkbox label={t('case-type-on')} description={t('case-type-on-why')} checked={values.is_active} onChange={(event) => set('is_active', event.currentTarget.checked)} />
        {held && (
          <p>
            <span className="meta">{t('case-type-promise')}</span>{' '}
            {held.found ? <Link to="/settings/promises/$id" params={{ id: held.found.id }}>{held.text}</Link> : held.text}{' '}
            <span className="meta">{t('case-type-promise-why')}</span>
          </p>
        )}
      </Form>
    </SettingsPage>
  );
}
