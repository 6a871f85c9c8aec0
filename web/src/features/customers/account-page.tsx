import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';

import { get } from '@/api/http';
import type { components } from '@/api/schema';
import type { Whole } from '@/api/types';
import { PageHeading, useTitle } from '@/shell/page';
import { PageFailure, PageLoading } from '@/shell/route-states';
import { DataTable } from '@/ui/table';
import { useWords } from '@/words';

type Account = Whole<components['schemas']['AccountView']>;

/** A company or group: who acts for it, in which role, and how it is reached. */
export function AccountPage() {
  const t = useWords();
  const { id } = useParams({ strict: false }) as { id: string };
  const account = useQuery({ queryKey: ['account', id], queryFn: () => get<Account>(`/accounts/${id}`) });
  useTitle(account.data?.name ?? t('place-customers'));
  if (account.error) {
    return <PageFailure error={account.error} onRetry={() => void account.refetch()} />;
  }
  if (!account.data) {
    return <PageLoading rows={6} />;
  }
  const it = account.data;
  return (
    <div className="page">
      <PageHeading>{it.name}</PageHeading>
      <p className="muted">
        {t('account-kind', { kind: it.kind })}
        {it.registration ? ` · ${it.registration}` : ''}
        {it.contact_points.map((point) => ` · ${point.shown}`)}
      </p>
      <h2>{t('account-members')}</h2>
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
          ]}
        />
      )}
    </div>
  );
}
