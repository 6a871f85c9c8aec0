import { Button, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';

import { get, post, put } from '@/api/http';
import { useFormats } from '@/shell/formats';
import { PageHeading } from '@/shell/page';
import { NOTHING, OnceRead } from '@/shell/route-states';
import { record } from '@/shell/undo';
import { fieldError, Form, SettingsPage, useForm } from '@/ui/form';
import { Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { useWords } from '@/words';

import type { Source } from './types';

const NONE = { key: '', name: '', trust: 50 };

/** The systems that know customers, the most believed first: where two disagree, the first has the word. */
export function SourceList() {
  const t = useWords();
  const f = useFormats();
  const sources = useQuery({ queryKey: ['/sources'], queryFn: () => get<{ items: Source[] }>('/sources') });
  return (
    <SettingsPage
      title={<PageHeading>{t('settings-sources')}</PageHeading>}
      why={t('sources-why')}
      acts={
        <Button component={Link} to="/settings/sources/new" variant="filled">
          {t('source-add')}
        </Button>
      }
    >
      {sources.error ? <Failure error={sources.error} onRetry={() => void sources.refetch()} /> : null}
      {sources.isPending && <Loading />}
      {sources.data && (
        <DataTable
          label={t('settings-sources')}
          rows={sources.data.items}
          idOf={(it) => it.id}
          to={(it) => `/settings/sources/${it.id}`}
          columns={[
            { head: t('source-name'), cell: (it) => it.name },
            { head: t('source-key'), cell: (it) => it.key },
            { head: t('source-trust'), cell: (it) => f.number(it.trust), isNumber: true },
          ]}
        />
      )}
    </SettingsPage>
  );
}

export function SourceEdit() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const isNew = id === undefined || id === 'new';
  const source = useQuery({ queryKey: ['/sources', id], queryFn: () => get<Source>(`/sources/${id ?? ''}`), enabled: !isNew });
  return (
    <OnceRead of={[isNew ? NOTHING : source]} rows={4}>
      {(it) => <SourceForm key={it?.id ?? 'new'} source={it} onStale={() => void source.refetch()} />}
    </OnceRead>
  );
}

function SourceForm({ source, onStale }: { source: Source | null; onStale: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const was = source ? { key: source.key, name: source.name, trust: source.trust } : NONE;
  const form = useForm(was);
  const { values, set } = form;
  const refresh = () => client.invalidateQueries({ queryKey: ['/sources'] });
  const save = useMutation({
    mutationFn: () => (source ? put<Source>(`/sources/${source.id}`, { name: values.name, trust: values.trust }, source.version) : post<Source>('/sources', values)),
    onSuccess: (it) => {
      form.saved();
      const undo = source ? () => put(`/sources/${it.id}`, { name: was.name, trust: was.trust }, it.version).finally(refresh) : undefined;
      record({ label: t(source ? 'source-saved' : 'source-added', { name: it.name }), undo });
      void refresh();
      if (!source) {
        void navigate({ to: '/settings/sources' });
      }
    },
  });
  const title = source?.name ?? t('source-add');
  return (
    <SettingsPage title={<PageHeading>{title}</PageHeading>}>
      <Form label={title} act={source ? t('ui-save') : t('source-add')} form={form} error={save.error} isBusy={save.isPending} onSave={() => save.mutate()} onAbandon={() => form.reset(was)} onStale={onStale}>
        <TextInput label={t('source-name')} autoComplete="off" value={values.name} error={fieldError(save.error, 'name')} onChange={(event) => set('name', event.currentTarget.value)} />
        {source ? (
          <p className="muted">
            {t('source-key')} : {source.key}
          </p>
        ) : (
          <TextInput label={t('source-key')} description={t('source-key-why')} autoComplete="off" spellCheck={false} value={values.key} error={fieldError(save.error, 'key')} onChange={(event) => set('key', event.currentTarget.value)} />
        )}
        <NumberInput label={t('source-trust')} description={t('source-trust-why')} min={0} max={100} value={values.trust} error={fieldError(save.error, 'trust')} onChange={(trust) => set('trust', Number(trust) || 0)} />
      </Form>
    </SettingsPage>
  );
}
