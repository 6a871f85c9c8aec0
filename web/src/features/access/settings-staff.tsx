import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';

import { get, patch, post, put, remove } from '@/api/http';
import { useList } from '@/api/list';
import { renewNames } from '@/api/names';
import type { Role, Whole } from '@/api/types';
import type { components } from '@/api/schema';
import { PageHeading } from '@/shell/page';
import { OnceRead } from '@/shell/route-states';
import { record } from '@/shell/undo';
import { Confirm } from '@/ui/confirm';
import { fieldError, Form, formStyles, SettingsPage, ShownOnce, useForm } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { useWords } from '@/words';

const ROLES: readonly Role[] = ['adviser', 'team_lead', 'analyst', 'marketing', 'admin'];

/** What only whoever manages colleagues may know is left out for the others. */
type Staff = components['schemas']['StaffView'];

type Team = Whole<components['schemas']['TeamView']>;

interface Typed {
  name: string;
  email: string;
  role: Role;
  locale: 'fr' | 'en';
  teams: string[];
}

const NOBODY: Typed = { name: '', email: '', role: 'adviser', locale: 'fr', teams: [] };

export function StaffList() {
  const t = useWords();
  const staff = useList<Staff>('/staff', { with_inactive: true, limit: 100 });
  const teams = useList<Team>('/teams', { limit: 200 });
  const nameOf = (id: string) => teams.rows?.find((it) => it.id === id)?.name ?? '';
  return (
    <SettingsPage
      title={<PageHeading>{t('settings-staff')}</PageHeading>}
      why={t('staff-why')}
      acts={
        <Button component={Link} to="/settings/staff/new" variant="filled">
          {t('staff-add')}
        </Button>
      }
    >
      {staff.error ? <Failure error={staff.error} onRetry={staff.retry} /> : null}
      {staff.isPending && <Loading />}
      {staff.rows?.length === 0 && (
        <Empty text={t('staff-empty')}>
          <Link to="/settings/staff/new">{t('staff-add')}</Link>
        </Empty>
      )}
      {staff.rows && staff.rows.length > 0 && (
        <DataTable
          label={t('settings-staff')}
          rows={staff.rows}
          idOf={(it) => it.id}
          to={(it) => `/settings/staff/${it.id}`}
          onMore={staff.more}
          isBusy={staff.isFetchingNextPage}
          columns={[
            { head: t('staff-name'), cell: (it) => it.name },
            { head: t('staff-role'), cell: (it) => t('role-name', { role: it.role }) },
            { head: t('staff-teams'), cell: (it) => it.teams.map(nameOf).join(', ') },
            { head: t('staff-email'), cell: (it) => it.email ?? '' },
            {
              head: t('staff-state'),
              cell: (it) => (it.is_active ? (it.must_change_password ? t('staff-first') : t('staff-active')) : t('staff-inactive')),
            },
            { head: t('staff-totp'), cell: (it) => (it.has_totp ? t('staff-totp-on') : t('staff-totp-off')) },
          ]}
        />
      )}
    </SettingsPage>
  );
}

function Fields({ values, set, error, teams }: { values: Typed; set: <K extends keyof Typed>(name: K, value: Typed[K]) => void; error: unknown; teams: readonly Team[] }) {
  const t = useWords();
  return (
    <>
      <TextInput label={t('staff-name')} autoComplete="off" value={values.name} error={fieldError(error, 'name')} onChange={(event) => set('name', event.currentTarget.value)} />
      <TextInput label={t('staff-email')} type="email" autoComplete="off" value={values.email} error={fieldError(error, 'email')} onChange={(event) => set('email', event.currentTarget.value)} />
      <div className={formStyles.pair}>
        <NativeSelect
          label={t('staff-role')}
          description={t('role-why', { role: values.role })}
          value={values.role}
          data={ROLES.map((role) => ({ value: role, label: t('role-name', { role }) }))}
          onChange={(event) => set('role', event.currentTarget.value as Role)}
        />
        <NativeSelect
          label={t('staff-language')}
          description={t('staff-language-why')}
          value={values.locale}
          data={(['fr', 'en'] as const).map((code) => ({ value: code, label: t('me-language-name', { code }) }))}
          onChange={(event) => set('locale', event.currentTarget.value as 'fr' | 'en')}
        />
      </div>
      <fieldset className={formStyles.set}>
        <legend>{t('staff-teams')}</legend>
        <div className={formStyles.checks}>
          {teams.map((it) => (
            <Checkbox
              key={it.id}
              label={it.name}
              checked={values.teams.includes(it.id)}
              onChange={(event) => set('teams', event.currentTarget.checked ? [...values.teams, it.id] : values.teams.filter((id) => id !== it.id))}
            />
          ))}
        </div>
        {teams.length === 0 && <p className="muted">{t('staff-no-team')}</p>}
      </fieldset>
    </>
  );
}

export function StaffNew() {
  const t = useWords();
  const client = useQueryClient();
  const form = useForm<Typed>(NOBODY);
  const teams = useList<Team>('/teams', { limit: 200 });
  const [made, setMade] = useState<{ name: string; password: string } | null>(null);
  const add = useMutation({
    mutationFn: () => post<Staff & { initial_password: string }>('/staff', form.values),
    onSuccess: (it) => {
      setMade({ name: it.name, password: it.initial_password });
      form.reset(NOBODY);
      record({ label: t('staff-added', { name: it.name }) });
      void renewNames(client);
    },
  });
  return (
    <SettingsPage title={<PageHeading>{t('staff-add')}</PageHeading>}>
      {made && <ShownOnce why={t('staff-password-once', { name: made.name })} secret={made.password} />}
      <Form label={t('staff-add')} act={t('staff-add')} form={form} error={add.error} isBusy={add.isPending} onSave={() => add.mutate()}>
        <Fields values={form.values} set={form.set} error={add.error} teams={teams.rows ?? []} />
      </Form>
    </SettingsPage>
  );
}

export function StaffEdit() {
  const { id } = useParams({ strict: false }) as { id: string };
  const staff = useQuery({ queryKey: ['/staff', id], queryFn: () => get<Staff>(`/staff/${id}`) });
  return (
    <OnceRead of={[staff]} rows={4}>
      {(it) => <StaffForm key={it.id} staff={it} onStale={() => void staff.refetch()} />}
    </OnceRead>
  );
}

function StaffForm({ staff, onStale }: { staff: Staff; onStale: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const teams = useList<Team>('/teams', { limit: 200 });
  const was: Typed = { name: staff.name, email: staff.email ?? '', role: staff.role, locale: staff.locale ?? 'fr', teams: staff.teams };
  const form = useForm<Typed>(was);
  const done = (label: string, undo?: () => Promise<unknown>) => {
    record({ label, undo });
    void renewNames(client);
  };
  const save = useMutation({
    mutationFn: () => patch<Staff>(`/staff/${staff.id}`, form.changed(), staff.version),
    onSuccess: (it) => {
      form.saved();
      done(t('staff-saved', { name: it.name }), () => patch(`/staff/${it.id}`, was, it.version).finally(() => renewNames(client)));
    },
  });
  const activate = useMutation({
    mutationFn: (isActive: boolean) => patch<Staff>(`/staff/${staff.id}`, { is_active: isActive }, staff.version),
    onSuccess: (it) => {
      done(t(it.is_active ? 'staff-woken' : 'staff-ended', { name: it.name }), () =>
        patch<Staff>(`/staff/${it.id}`, { is_active: !it.is_active }, it.version).then(() => renewNames(client)),
      );
      void navigate({ to: '/settings/staff' });
    },
  });
  const [asked, setAsked] = useState<'password' | 'totp' | null>(null);
  const over = (label: string) => {
    setAsked(null);
    done(label);
  };
  const password = useMutation({ mutationFn: () => put<{ initial_password: string }>(`/staff/${staff.id}/password`, {}, staff.version), onSuccess: () => over(t('staff-password-made')) });
  const totp = useMutation({ mutationFn: () => remove(`/staff/${staff.id}/totp`, staff.version), onSuccess: () => over(t('staff-totp-removed')) });
  const error = save.error ?? activate.error;
  const order = asked === 'totp' ? totp : password;
  return (
    <SettingsPage title={<PageHeading>{staff.name}</PageHeading>} why={staff.is_active ? t('staff-edit-why') : t('staff-inactive-why')}>
      {password.data && <ShownOnce why={t('staff-password-once', { name: staff.name })} secret={password.data.initial_password} />}
      <Form
        label={staff.name}
        act={t('ui-save')}
        form={form}
        error={error}
        isBusy={save.isPending}
        onSave={() => save.mutate()}
        onAbandon={() => form.reset(was)}
        onStale={onStale}
      >
        <Fields values={form.values} set={form.set} error={save.error} teams={teams.rows ?? []} />
        <div className="row">
          <Button onClick={() => setAsked('password')}>
            {t('staff-password-new')}
          </Button>{' '}
          {staff.has_totp && (
            <Button onClick={() => setAsked('totp')}>
              {t('staff-totp-remove')}
            </Button>
          )}{' '}
          <Button onClick={() => activate.mutate(!staff.is_active)} loading={activate.isPending}>
            {staff.is_active ? t('staff-end') : t('staff-wake')}
          </Button>
        </div>
      </Form>
      {asked && (
        <Confirm
          title={t('staff-ask', { what: asked, name: staff.name })}
          act={asked === 'password' ? t('staff-password-new') : t('staff-totp-remove')}
          isBusy={order.isPending}
          error={order.error}
          onConfirm={() => order.mutate()}
          onClose={() => {
            order.reset();
            setAsked(null);
          }}
        >
          <p>{t('staff-lost', { what: asked, name: staff.name })}</p>
        </Confirm>
      )}
    </SettingsPage>
  );
}
