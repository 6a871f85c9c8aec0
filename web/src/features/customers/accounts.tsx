import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';

import { post } from '@/api/http';
import { useList } from '@/api/list';
import { useMay } from '@/api/session';
import { PageHeading, useTitle } from '@/shell/page';
import { record } from '@/shell/undo';
import { fieldError, Form, formStyles, SettingsPage, useForm } from '@/ui/form';
import { useSearchField } from '@/ui/search-field';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

import styles from './customers.module.css';
import { ACCOUNT_KINDS, type Account, type AccountKind } from './types';

const TYPING = 150;

/** Companies, groups, households and associations, by name; found by how the name begins. */
export function Accounts() {
  const t = useWords();
  const navigate = useNavigate();
  const mayWrite = useMay('customers_write');
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const field = useSearchField(q, (next) => void navigate({ to: '/accounts', search: next ? { q: next } : {}, replace: true }), TYPING);
  useTitle(t('accounts'));
  const accounts = useList<Account>('/accounts', { q, limit: 100 });
  const rows = accounts.rows ?? [];
  return (
    <div className="page">
      <SettingsPage
        title={<PageHeading>{t('accounts')}</PageHeading>}
        why={t('accounts-why')}
        acts={
          mayWrite && (
            <Button component={Link} to="/accounts/new" variant="filled">
              {t('account-new')}
            </Button>
          )
        }
      >
        <TextInput className={styles.narrow} label={t('accounts-find')} type="search" autoComplete="off" spellCheck={false} value={field.text} onChange={(event) => field.set(event.currentTarget.value)} />
        {accounts.error ? <Failure error={accounts.error} onRetry={accounts.retry} /> : null}
        {accounts.isPending && <Loading />}
        {accounts.rows && rows.length === 0 && <Empty text={q ? t('accounts-none', { q }) : t('accounts-empty')} />}
        {rows.length > 0 && (
          <DataTable
            label={t('accounts')}
            rows={rows}
            idOf={(it) => it.id}
            to={(it) => `/accounts/${it.id}`}
            onMore={accounts.more}
            isBusy={accounts.isFetchingNextPage}
            columns={[
              { head: t('account-name'), cell: (it) => it.name },
              { head: t('account-sort'), cell: (it) => t('account-kind', { kind: it.kind }) },
              { head: t('account-registration'), cell: (it) => it.registration ?? '' },
              { head: t('account-since'), cell: (it) => <Time at={it.created_at} mode="day" /> },
            ]}
          />
        )}
      </SettingsPage>
    </div>
  );
}

/** A company or household that nothing has told us of yet. */
export function AccountNew() {
  const t = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const form = useForm({ name: '', kind: 'company' as AccountKind, registration: '' });
  const { values, set } = form;
  useTitle(t('account-new'));
  const add = useMutation({
    mutationFn: () => post<Account>('/accounts', { ...values, registration: values.registration.trim() || null }),
    onSuccess: (it) => {
      form.saved();
      record({ label: t('account-added', { name: it.name }) });
      void client.invalidateQueries({ queryKey: ['/accounts'] });
      void navigate({ to: '/accounts/$id', params: { id: it.id } });
    },
  });
  return (
    <div className="page">
      <PageHeading>{t('account-new')}</PageHeading>
      <Form label={t('account-new')} act={t('account-create')} form={form} error={add.error} isBusy={add.isPending} onSave={() => add.mutate()}>
        <TextInput label={t('account-name')} autoComplete="off" value={values.name} error={fieldError(add.error, 'name')} onChange={(event) => set('name', event.currentTarget.value)} />
        <div className={formStyles.pair}>
          <NativeSelect
            label={t('account-sort')}
            value={values.kind}
            data={ACCOUNT_KINDS.map((kind) => ({ value: kind, label: t('account-kind', { kind }) }))}
            onChange={(event) => set('kind', event.currentTarget.value as AccountKind)}
          />
          <TextInput
            label={t('account-registration')}
            description={t('account-registration-why')}
            autoComplete="off"
            value={values.registration}
            error={fieldError(add.error, 'registration')}
            onChange={(event) => set('registration', event.currentTarget.value)}
          />
        </div>
      </Form>
    </div>
  );
}
