import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';

import { get, post, put, remove } from '@/api/http';
import type { components } from '@/api/schema';
import type { Whole } from '@/api/types';
import { PageHeading } from '@/shell/page';
import { NOTHING, OnceRead } from '@/shell/route-states';
import { record } from '@/shell/undo';
import { fieldError, FieldRefusal, Form, formStyles, SettingsPage, useForm } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { Time } from '@/ui/time';
import { useLocale, useWords } from '@/words';

import { caseTypesQuery } from './calls';

type Variable = Whole<components['schemas']['Variable']>;
type ReplyTemplate = Whole<components['schemas']['TemplateView']>;
type TemplateList = Whole<components['schemas']['TemplateList']>;

const useTemplates = () => useQuery({ queryKey: ['/reply-templates'], queryFn: () => get<TemplateList>('/reply-templates') });

export function TemplateListPage() {
  const t = useWords();
  const locale = useLocale();
  const templates = useTemplates();
  const types = useQuery(caseTypesQuery).data?.items ?? [];
  // Most intents are what a case is about: said by that name, not by the rules' key.
  const nameOf = (intent: string) => types.find((it) => it.key === intent)?.[locale === 'fr' ? 'name_fr' : 'name_en'] ?? intent;
  return (
    <SettingsPage
      title={<PageHeading>{t('settings-templates')}</PageHeading>}
      why={t('template-why')}
      acts={
        <Button component={Link} to="/settings/templates/new" variant="filled">
          {t('template-add')}
        </Button>
      }
    >
      {templates.error ? <Failure error={templates.error} onRetry={() => void templates.refetch()} /> : null}
      {templates.isPending && <Loading />}
      {templates.data?.items.length === 0 && (
        <Empty text={t('template-empty')}>
          <Link to="/settings/templates/$id" params={{ id: 'new' }}>{t('template-add')}</Link>
        </Empty>
      )}
      {templates.data && templates.data.items.length > 0 && (
        <DataTable
          label={t('settings-templates')}
          rows={templates.data.items}
          idOf={(it) => it.id}
          to={(it) => `/settings/templates/${it.id}`}
          columns={[
            { head: t('template-name'), cell: (it) => it.name },
            { head: t('template-intent'), cell: (it) => nameOf(it.intent) },
            { head: t('staff-language'), cell: (it) => t('me-language-name', { code: it.language }) },
            { head: t('template-updated'), cell: (it) => <Time at={it.updated_at} mode="day" /> },
          ]}
        />
      )}
    </SettingsPage>
  );
}

export function TemplateEdit() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const isNew = id === undefined || id === 'new';
  const list = useTemplates();
  const template = useQuery({ queryKey: ['/reply-templates', id], queryFn: () => get<ReplyTemplate>(`/reply-templates/${id ?? ''}`), enabled: !isNew });
  return (
    <OnceRead of={[isNew ? NOTHING : template, list]} rows={6}>
      {(it, { known }) => <TemplateForm key={it?.id ?? 'new'} template={it} onStale={() => void template.refetch()} known={known} />}
    </OnceRead>
  );
}

/** The variables a body uses, in their order: `{{ name }}`. */
function used(body: string): string[] {
  return [...new Set([...body.matchAll(/\{[{%][^}]*?\b([a-z][a-z0-9_]*)\b[^}]*\}/g)].map((it) => it[1] ?? '').filter((it) => !['if', 'else', 'endif', 'elif', 'not'].includes(it)))];
}

function TemplateForm({ template, known, onStale }: { template: ReplyTemplate | null; onStale: () => void; known: TemplateList['known'] }) {
  const t = useWords();
  const locale = useLocale();
  const client = useQueryClient();
  const navigate = useNavigate();
  const was = {
    name: template?.name ?? '',
    intent: template?.intent ?? '',
    language: template?.language ?? locale,
    body: template?.body ?? '',
    variables: template?.variables ?? [],
  };
  const form = useForm(was);
  const { values, set } = form;
  const names = [...new Set([...values.variables.map((it) => it.name), ...used(values.body)])];
  // What the body uses is what is saved: the server names a variable by its place among them.
  const sent = names.filter((name) => used(values.body).includes(name));
  const variableOf = (name: string) => values.variables.find((it) => it.name === name) ?? { name, fallback: null, is_required: false };
  const change = (name: string, part: Partial<Variable>) => {
    const rest = values.variables.filter((it) => it.name !== name);
    set('variables', [...rest, { ...variableOf(name), ...part }]);
  };
  const path = `/reply-templates/${template?.id ?? ''}`;
  const refresh = () => Promise.all([['/reply-templates'], ['templates']].map((queryKey) => client.invalidateQueries({ queryKey })));
  const done = (label: string, back: () => Promise<unknown>) => {
    record({ label, undo: () => back().finally(refresh) });
    void refresh();
    void navigate({ to: '/settings/templates' });
  };
  const save = useMutation({
    mutationFn: () => {
      const body = { ...values, variables: sent.map(variableOf) };
      return template ? put<ReplyTemplate>(path, body, template.version) : post<ReplyTemplate>('/reply-templates', body);
    },
    onSuccess: (it) => {
      form.saved();
      done(t('template-saved', { name: it.name }), () => (template ? put(path, was, it.version) : remove(`/reply-templates/${it.id}`, it.version)));
    },
  });
  const retire = useMutation({
    mutationFn: () => remove(path, template?.version ?? null),
    // A template that is written anew is there again.
    onSuccess: () => done(t('template-retired', { name: template?.name ?? '' }), async () => put(path, was, (await get<ReplyTemplate>(path)).version)),
  });
  const title = template?.name ?? t('template-add');
  return (
    <SettingsPage title={<PageHeading>{title}</PageHeading>} why={t('template-edit-why')}>
      <Form
        label={title}
        act={template ? t('ui-save') : t('template-add')}
        form={form}
        error={save.error ?? retire.error}
        isBusy={save.isPending}
        onSave={() => save.mutate()}
        onAbandon={() => form.reset(was)}
        onStale={onStale}
        extra={template ? <Button onClick={() => retire.mutate()} loading={retire.isPending}>{t('template-retire')}</Button> : null}
      >
        <div className={formStyles.pair}>
          <TextInput label={t('template-name')} value={values.name} error={fieldError(save.error, 'name')} onChange={(event) => set('name', event.currentTarget.value)} />
          <TextInput label={t('template-intent')} description={t('template-intent-why')} value={values.intent} error={fieldError(save.error, 'intent')} onChange={(event) => set('intent', event.currentTarget.value)} />
          <NativeSelect
            label={t('staff-language')}
            value={values.language}
            data={(['fr', 'en'] as const).map((code) => ({ value: code, label: t('me-language-name', { code }) }))}
            onChange={(event) => set('language', event.currentTarget.value as 'fr' | 'en')}
          />
        </div>
        <Textarea label={t('template-body')} lang={values.language} autosize minRows={8} value={values.body} error={fieldError(save.error, 'body')} onChange={(event) => set('body', event.currentTarget.value)} />
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 'var(--space-2)' }} role="group" aria-label={t('template-insert')}>
          {known.map((it) => (
            <Button key={it.name} size="compact-sm" variant="subtle" onClick={() => set('body', `${values.body}{{ ${it.name} }}`)}>
              {it.name}
            </Button>
          ))}
        </div>
        <fieldset className={formStyles.set}>
          <legend>{t('template-variables')}</legend>
          <FieldRefusal error={save.error} name="variables" isAlone />
          {names.length === 0 && <p className="muted">{t('template-no-variable')}</p>}
          {names.map((name) => {
            const it = variableOf(name);
            return (
              <div key={name} className={formStyles.pair}>
                <code>{name}</code>
                <TextInput
                  label={t('template-fallback', { name })}
                  error={sent.includes(name) ? fieldError(save.error, `variables/${sent.indexOf(name)}`) : undefined}
                  value={it.fallback ?? ''}
                  disabled={it.is_required}
                  onChange={(event) => change(name, { fallback: event.currentTarget.value === '' ? null : event.currentTarget.value })}
                />
                <Checkbox label={t('template-required')} checked={it.is_required} onChange={(event) => change(name, { is_required: event.currentTarget.checked, fallback: event.currentTarget.checked ? null : it.fallback })} />
              </div>
            );
          })}
        </fieldset>
      </Form>
    </SettingsPage>
  );
}
