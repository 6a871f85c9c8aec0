import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { post, remove } from '@/api/http';
import { useList } from '@/api/list';
import type { Permission, Whole } from '@/api/types';
import type { components } from '@/api/schema';
import { useFormats } from '@/shell/formats';
import { PageHeading } from '@/shell/page';
import { record } from '@/shell/undo';
import { Confirm } from '@/ui/confirm';
import { fieldError, FieldRefusal, Form, formStyles, SettingsPage, ShownOnce, useForm } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

type ApiKey = Whole<components['schemas']['ApiKeyView']>;

const SCOPES: readonly Permission[] = [
  'cases_read', 'cases_write', 'cases_assign', 'customers_read', 'customers_write', 'customers_import', 'surveys_read',
  'surveys_write', 'indicators_read', 'callbacks_read',
];
const DAYS = [30, 90, 365, 0];

export function ApiKeyList() {
  const t = useWords();
  const client = useQueryClient();
  const f = useFormats();
  const [asked, setAsked] = useState<ApiKey | null>(null);
  const keys = useList<ApiKey>('/api-keys', { limit: 100 });
  const revoke = useMutation({
    mutationFn: (it: ApiKey) => remove(`/api-keys/${it.id}`, it.version),
    onSuccess: (_, it) => {
      setAsked(null);
      record({ label: t('key-revoked', { name: it.name }) });
      void client.invalidateQueries({ queryKey: ['/api-keys'] });
    },
  });
  const ask = (it: ApiKey | null) => {
    revoke.reset();
    setAsked(it);
  };
  return (
    <SettingsPage
      title={<PageHeading>{t('settings-api-keys')}</PageHeading>}
      why={t('api-key-why')}
      acts={
        <Button component={Link} to="/settings/api-keys/new" variant="filled">
          {t('api-key-add')}
        </Button>
      }
    >
      {keys.error ? <Failure error={keys.error} onRetry={keys.retry} /> : null}
      {keys.isPending && <Loading />}
      {keys.rows?.length === 0 && (
        <Empty text={t('api-key-empty')}>
          <Link to="/settings/api-keys/new">{t('api-key-add')}</Link>
        </Empty>
      )}
      {keys.rows && keys.rows.length > 0 && (
        <DataTable
          label={t('settings-api-keys')}
          rows={keys.rows}
          idOf={(it) => it.id}
          onMore={keys.more}
          columns={[
            { head: t('api-key-name'), cell: (it) => it.name },
            { head: t('api-key-hint'), cell: (it) => <code>{it.hint}</code> },
            { head: t('api-key-scopes'), cell: (it) => it.scopes.map((scope) => t('permission-name', { permission: scope })).join(', ') },
            { head: t('api-key-used'), cell: (it) => (it.last_used_at ? <Time at={it.last_used_at} /> : t('api-key-never')) },
            { head: t('api-key-expires'), cell: (it) => (it.expires_at ? <Time at={it.expires_at} mode="day" /> : t('api-key-no-end')) },
            {
              head: t('staff-state'),
              cell: (it) =>
                it.revoked_at ? (
                  <>
                    {t('api-key-ended')} <Time at={it.revoked_at} mode="short" />
                  </>
                ) : (
                  <Button onClick={() => ask(it)}>{t('api-key-revoke')}</Button>
                ),
            },
          ]}
        />
      )}
      {asked && (
        <Confirm title={t('api-key-revoke-ask', { name: asked.name })} act={t('api-key-revoke-act')} isBusy={revoke.isPending} error={revoke.error} onConfirm={() => revoke.mutate(asked)} onClose={() => ask(null)}>
          <p>{t('api-key-revoke-lost')}</p>
          <p>{asked.last_used_at ? t('api-key-last', { at: f.instant(asked.last_used_at) }) : t('api-key-not-used')}</p>
        </Confirm>
      )}
    </SettingsPage>
  );
}

export function ApiKeyNew() {
  const t = useWords();
  const client = useQueryClient();
  const none = { name: '', scopes: [] as Permission[], days: 365 };
  const form = useForm(none);
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  const add = useMutation({
    mutationFn: () => {
      const { name, scopes, days } = form.values;
      const expires = days === 0 ? null : new Date(Date.now() + days * 86_400_000).toISOString();
      return post<ApiKey & { secret: string }>('/api-keys', { name, scopes, expires_at: expires });
    },
    onSuccess: (it) => {
      setMade({ name: it.name, secret: it.secret });
      form.reset(none);
      record({ label: t('api-key-added', { name: it.name }) });
      void client.invalidateQueries({ queryKey: ['/api-keys'] });
    },
  });
  return (
    <SettingsPage title={<PageHeading>{t('api-key-add')}</PageHeading>}>
      {made && <ShownOnce why={t('api-key-once', { name: made.name })} secret={made.secret} />}
      <Form label={t('api-key-add')} act={t('api-key-add')} form={form} error={add.error} isBusy={add.isPending} onSave={() => add.mutate()}>
        <TextInput label={t('api-key-name')} description={t('api-key-name-why')} value={form.values.name} error={fieldError(add.error, 'name')} onChange={(event) => form.set('name', event.currentTarget.value)} />
        <NativeSelect
          label={t('api-key-expires')}
          value={String(form.values.days)}
          data={DAYS.map((days) => ({ value: String(days), label: t('api-key-days', { days }) }))}
          onChange={(event) => form.set('days', Number(event.currentTarget.value))}
        />
        <fieldset className={formStyles.set}>
          <legend>{t('api-key-scopes')}</legend>
          <div className={formStyles.checks}>
            {SCOPES.map((scope) => (
              <Checkbox
                key={scope}
                label={t('permission-name', { permission: scope })}
                checked={form.values.scopes.includes(scope)}
                onChange={(event) => form.set('scopes', event.currentTarget.checked ? [...form.values.scopes, scope] : form.values.scopes.filter((it) => it !== scope))}
              />
            ))}
          </div>
          <FieldRefusal error={add.error} name="scopes" />
        </fieldset>
      </Form>
    </SettingsPage>
  );
}
