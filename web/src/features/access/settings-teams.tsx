import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';

import { get, patch, post } from '@/api/http';
import { useList } from '@/api/list';
import { renewNames } from '@/api/names';
import type { components } from '@/api/schema';
import type { Whole } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { PageHeading } from '@/shell/page';
import { NOTHING, OnceRead } from '@/shell/route-states';
import { record } from '@/shell/undo';
import { fieldError, Form, formStyles, SettingsPage, useForm } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { useWords } from '@/words';

type Team = Whole<components['schemas']['TeamView']>;

interface Colleague {
  id: string;
  name: string;
  is_active: boolean;
}

const NONE = { name: '', description: '', members: [] as string[] };

export function TeamList() {
  const t = useWords();
  const f = useFormats();
  const teams = useList<Team>('/teams', { limit: 100 });
  return (
    <SettingsPage
      title={<PageHeading>{t('settings-teams')}</PageHeading>}
      why={t('team-why')}
      acts={
        <Button component={Link} to="/settings/teams/new" variant="filled">
          {t('team-add')}
        </Button>
      }
    >
      {teams.error ? <Failure error={teams.error} onRetry={teams.retry} /> : null}
      {teams.isPending && <Loading />}
      {teams.rows?.length === 0 && (
        <Empty text={t('team-empty')}>
          <Link to="/settings/teams/$id" params={{ id: 'new' }}>{t('team-add')}</Link>
        </Empty>
      )}
      {teams.rows && teams.rows.length > 0 && (
        <DataTable
          label={t('settings-teams')}
          rows={teams.rows}
          idOf={(it) => it.id}
          to={(it) => `/settings/teams/${it.id}`}
          onMore={teams.more}
          columns={[
            { head: t('team-name'), cell: (it) => it.name },
            { head: t('team-description'), cell: (it) => it.description },
            { head: t('team-members'), cell: (it) => f.number(it.members.length), isNumber: true },
            { head: t('staff-state'), cell: (it) => (it.is_active ? t('team-active') : t('team-inactive')) },
          ]}
        />
      )}
    </SettingsPage>
  );
}

export function TeamEdit() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const isNew = id === undefined || id === 'new';
  const team = useQuery({ queryKey: ['/teams', id], queryFn: () => get<Team>(`/teams/${id ?? ''}`), enabled: !isNew });
  return (
    <OnceRead of={[isNew ? NOTHING : team]} rows={4}>
      {(it) => <TeamForm key={it?.id ?? 'new'} team={it} onStale={() => void team.refetch()} />}
    </OnceRead>
  );
}

function TeamForm({ team, onStale }: { team: Team | null; onStale: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const staff = useList<Colleague>('/staff', { limit: 200 });
  const was = team ? { name: team.name, description: team.description, members: team.members } : NONE;
  const form = useForm(was);
  const refresh = () => renewNames(client);
  const finish = (label: string, back?: () => Promise<unknown>) => {
    record({ label, undo: back && (() => back().finally(refresh)) });
    void refresh();
  };
  const save = useMutation({
    mutationFn: () => (team ? patch<Team>(`/teams/${team.id}`, form.changed(), team.version) : post<Team>('/teams', form.values)),
    onSuccess: (it) => {
      form.saved();
      finish(t(team ? 'team-saved' : 'team-added', { name: it.name }), team ? () => patch(`/teams/${it.id}`, was, it.version) : undefined);
      if (!team) {
        void navigate({ to: '/settings/teams' });
      }
    },
  });
  const activate = useMutation({
    mutationFn: () => patch<Team>(`/teams/${team?.id ?? ''}`, { is_active: !team?.is_active }, team?.version ?? null),
    onSuccess: (it) => finish(t(it.is_active ? 'team-woken' : 'team-ended', { name: it.name }), () => patch(`/teams/${it.id}`, { is_active: !it.is_active }, it.version)),
  });
  const title = team?.name ?? t('team-add');
  return (
    <SettingsPage title={<PageHeading>{title}</PageHeading>}>
      <Form
        label={title}
        act={team ? t('ui-save') : t('team-add')}
        form={form}
        error={save.error ?? activate.error}
        isBusy={save.isPending}
        onSave={() => save.mutate()}
        onAbandon={() => form.reset(was)}
        onStale={onStale}
        extra={
          team ? (
            <Button onClick={() => activate.mutate()} loading={activate.isPending}>
              {team.is_active ? t('team-end') : t('team-wake')}
            </Button>
          ) : null
        }
      >
        <TextInput label={t('team-name')} value={form.values.name} error={fieldError(save.error, 'name')} onChange={(event) => form.set('name', event.currentTarget.value)} />
        <Textarea label={t('team-description')} autosize minRows={2} value={form.values.description} onChange={(event) => form.set('description', event.currentTarget.value)} />
        <fieldset className={formStyles.set}>
          <legend>{t('team-members')}</legend>
          <div className={formStyles.checks}>
            {(staff.rows ?? []).map((it) => (
              <Checkbox
                key={it.id}
                label={it.name}
                checked={form.values.members.includes(it.id)}
                onChange={(event) =>
                  form.set('members', event.currentTarget.checked ? [...form.values.members, it.id] : form.values.members.filter((id) => id !== it.id))
                }
              />
            ))}
          </div>
        </fieldset>
      </Form>
    </SettingsPage>
  );
}
