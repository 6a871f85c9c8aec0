import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';

import { get, put, remove } from '@/api/http';
import { useMay } from '@/api/session';
import { useFormats } from '@/shell/formats';
import { PageHeading, useTitle } from '@/shell/page';
import { OnceRead } from '@/shell/route-states';
import { record } from '@/shell/undo';
import { findPersons, personDetail } from '@/ui/find';
import { FindBox } from '@/ui/find-box';
import { formStyles } from '@/ui/form';
import { Failure } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { useWords } from '@/words';

import { type AccountMember, MEMBER_ROLES, type MemberRole, type WholeAccount } from './types';

/** A company or group: who acts for it, in which role, and how it is reached. */
export function AccountPage() {
  const t = useWords();
  const { id } = useParams({ strict: false }) as { id: string };
  const account = useQuery({ queryKey: ['account', id], queryFn: () => get<WholeAccount>(`/accounts/${id}`) });
  useTitle(account.data?.name ?? t('place-customers'));
  return (
    <OnceRead of={[account]} rows={6}>
      {(it) => <AccountOf key={it.id} it={it} />}
    </OnceRead>
  );
}

function AccountOf({ it }: { it: WholeAccount }) {
  const t = useWords();
  const client = useQueryClient();
  const mayWrite = useMay('customers_write');
  const { id } = it;
  const refresh = () => client.invalidateQueries({ queryKey: ['account', id] });
  const end = useMutation({
    mutationFn: (member: AccountMember) => remove(`/accounts/${id}/members/${member.person_id}`),
    onSuccess: (_, { person_id, person_name, role, job_title }) => {
      void refresh();
      record({ label: t('member-removed', { name: person_name }), undo: () => put(`/accounts/${id}/members/${person_id}`, { role, job_title }).finally(refresh) });
    },
  });
  return (
    <div className="page">
      <PageHeading>{it.name}</PageHeading>
      <p className="muted">
        {t('account-kind', { kind: it.kind })}
        {it.registration ? ` · ${it.registration}` : ''}
        {it.contact_points.map((point) => ` · ${point.shown}`)}
      </p>
      <h2>{t('account-members')}</h2>
      {end.error ? <Failure error={end.error} /> : null}
      {it.members.length === 0 ? (
        <p className="muted">{t('account-nobody')}</p>
      ) : (
        <DataTable
          label={t('account-members')}
          rows={it.members}
          idOf={(member) => member.id}
          columns={[
            {
              head: t('field-name', { field: 'full_name' }),
              cell: (member) => (
                <Link to="/customers/$id" params={{ id: member.person_id }}>
                  {member.person_name}
                </Link>
              ),
            },
            { head: t('account-role'), cell: (member) => t('membership-role', { role: member.role }) },
            { head: t('account-job'), cell: (member) => member.job_title ?? '' },
            ...(mayWrite
              ? [
                  {
                    head: t('member-acts'),
                    cell: (member: AccountMember) => (
                      <Button size="compact-sm" onClick={() => end.mutate(member)} loading={end.isPending && end.variables?.id === member.id}>
                        {t('member-remove')}
                        <span className="visually-hidden"> · {member.person_name}</span>
                      </Button>
                    ),
                  },
                ]
              : []),
          ]}
        />
      )}
      {mayWrite && <AddMember id={id} members={it.members} onAdded={refresh} />}
    </div>
  );
}

interface Picked {
  id: string;
  name: string;
}

/** Somebody who is to act for the account: found among the customers, in a role. */
function AddMember({ id, members, onAdded }: { id: string; members: readonly AccountMember[]; onAdded: () => Promise<unknown> }) {
  const t = useWords();
  const f = useFormats();
  const [who, setWho] = useState<Picked | null>(null);
  const [role, setRole] = useState<MemberRole>('operational');
  const [job, setJob] = useState('');
  const add = useMutation({
    mutationFn: (it: Picked) => put(`/accounts/${id}/members/${it.id}`, { role, job_title: job.trim() || null }),
    onSuccess: (_, it) => {
      const was = members.find((member) => member.person_id === it.id);
      const path = `/accounts/${id}/members/${it.id}`;
      const undo = () => (was ? put(path, { role: was.role, job_title: was.job_title }) : remove(path)).finally(onAdded);
      record({ label: t('member-added', { name: it.name }), undo });
      setWho(null);
      setJob('');
      void onAdded();
    },
  });
  return (
    <form
      className={formStyles.form}
      aria-label={t('member-add')}
      style={{ marginBlockStart: 'var(--space-6)' }}
      onSubmit={(event) => {
        event.preventDefault();
        if (who) {
          add.mutate(who);
        }
      }}
    >
      <h2>{t('member-add')}</h2>
      {add.error ? <Failure error={add.error} /> : null}
      <FindBox
        label={t('member-who')}
        chosen={who?.name ?? ''}
        from="persons"
        find={async (q, signal) => (await findPersons(q, signal)).map((it) => ({ id: it.id, text: it.display_name, detail: personDetail(it, f.date) }))}
        onPick={(it) => setWho({ id: it.id, name: it.text })}
      />
      <div className={formStyles.pair}>
        <NativeSelect label={t('account-role')} value={role} data={MEMBER_ROLES.map((value) => ({ value, label: t('membership-role', { role: value }) }))} onChange={(event) => setRole(event.currentTarget.value as MemberRole)} />
        <TextInput label={t('account-job')} autoComplete="off" value={job} onChange={(event) => setJob(event.currentTarget.value)} />
      </div>
      <div>
        <Button type="submit" variant="filled" disabled={!who} loading={add.isPending}>
          {t('member-add-act')}
        </Button>
      </div>
    </form>
  );
}
