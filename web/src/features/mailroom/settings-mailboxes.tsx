import { Button, Checkbox, NativeSelect, NumberInput, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';

import { get, type Page, post, put } from '@/api/http';
import { teamsQuery } from '@/api/names';
import type { Whole } from '@/api/types';
import type { components } from '@/api/schema';
import { PageHeading } from '@/shell/page';
import { NOTHING, OnceRead } from '@/shell/route-states';
import { record } from '@/shell/undo';
import { fieldError, Form, formStyles, SettingsPage, useForm } from '@/ui/form';
import { MailboxSteps, useMailboxTrial } from '@/ui/mailbox-test';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { Time } from '@/ui/time';
import { useLocale, useWords, type Words } from '@/words';

import styles from './mailroom.module.css';

type Security = 'tls' | 'start_tls' | 'plain';
type Server = Whole<components['schemas']['ServerSettings']>;
type Settings = Whole<components['schemas']['Settings']>;
type Mailbox = Whole<components['schemas']['MailboxView']>;

const SECURITIES: readonly Security[] = ['tls', 'start_tls', 'plain'];
const IMAP: Server = { host: '', port: 993, security: 'tls', username: '' };
const SMTP: Server = { host: '', port: 465, security: 'tls', username: '' };
const PORTS = { imap: { tls: 993, start_tls: 143, plain: 143 }, smtp: { tls: 465, start_tls: 587, plain: 25 } } as const;

/** Whether it receives; if not, what the server said. */
const stateText = (it: Mailbox, t: Words) =>
  it.is_active ? [t('mailbox-health', { health: it.health }), it.health_words].filter(Boolean).join(' · ') : t('mailbox-at-rest');

export function MailboxList() {
  const t = useWords();
  const mailboxes = useQuery({ queryKey: ['/mailboxes'], queryFn: () => get<Page<Mailbox>>('/mailboxes'), refetchInterval: 15_000 });
  return (
    <SettingsPage
      title={<PageHeading>{t('settings-mailboxes')}</PageHeading>}
      why={t('mailbox-why')}
      acts={
        <Button component={Link} to="/settings/mailboxes/new" variant="filled">
          {t('mailbox-add')}
        </Button>
      }
    >
      {mailboxes.error ? <Failure error={mailboxes.error} onRetry={() => void mailboxes.refetch()} /> : null}
      {mailboxes.isPending && <Loading />}
      {mailboxes.data?.items.length === 0 && (
        <Empty text={t('mailbox-empty')}>
          <Link to="/settings/mailboxes/$id" params={{ id: 'new' }}>{t('mailbox-add')}</Link>
        </Empty>
      )}
      {mailboxes.data && mailboxes.data.items.length > 0 && (
        <DataTable
          label={t('settings-mailboxes')}
          rows={mailboxes.data.items}
          idOf={(it) => it.id}
          to={(it) => `/settings/mailboxes/${it.id}`}
          columns={[
            { head: t('mailbox-address'), cell: (it) => it.address },
            { head: t('mailbox-name'), cell: (it) => it.name },
            {
              head: t('staff-state'),
              cell: (it) => stateText(it, t),
            },
            { head: t('mailbox-seen'), cell: (it) => (it.seen_at ? <Time at={it.seen_at} /> : '—') },
          ]}
        />
      )}
    </SettingsPage>
  );
}

export function MailboxEdit() {
  const { id } = useParams({ strict: false }) as { id?: string };
  const isNew = id === undefined || id === 'new';
  const mailbox = useQuery({ queryKey: ['/mailboxes', id], queryFn: () => get<Mailbox>(`/mailboxes/${id ?? ''}`), enabled: !isNew });
  return (
    <OnceRead of={[isNew ? NOTHING : mailbox]} rows={8}>
      {(it) => <MailboxForm key={it?.id ?? 'new'} mailbox={it} onStale={() => void mailbox.refetch()} />}
    </OnceRead>
  );
}

function ServerFields({ kind, server, onChange, error }: { kind: 'imap' | 'smtp'; server: Server; onChange: (next: Server) => void; error: unknown }) {
  const t = useWords();
  return (
    <div className={formStyles.server}>
      <TextInput label={t('mailbox-host')} autoComplete="off" spellCheck={false} value={server.host} error={fieldError(error, `settings/${kind}/host`)} onChange={(event) => onChange({ ...server, host: event.currentTarget.value })} />
      <NativeSelect
        label={t('mailbox-security')}
        value={server.security}
        data={SECURITIES.map((security) => ({ value: security, label: t('mailbox-security-name', { security }) }))}
        onChange={(event) => {
          const security = event.currentTarget.value as Security;
          onChange({ ...server, security, port: PORTS[kind][security] });
        }}
      />
      <NumberInput label={t('mailbox-port')} min={1} max={65535} value={server.port} onChange={(port) => onChange({ ...server, port: Number(port) || 0 })} />
      <TextInput label={t('mailbox-user')} autoComplete="off" spellCheck={false} value={server.username ?? ''} onChange={(event) => onChange({ ...server, username: event.currentTarget.value || null })} />
    </div>
  );
}

function MailboxForm({ mailbox, onStale }: { mailbox: Mailbox | null; onStale: () => void }) {
  const t = useWords();
  const locale = useLocale();
  const client = useQueryClient();
  const navigate = useNavigate();
  const teams = useQuery(teamsQuery);
  const types = useQuery({ queryKey: ['case-types'], queryFn: () => get<{ items: { key: string; name_fr: string; name_en: string }[] }>('/case-types') });
  const was = {
    name: mailbox?.name ?? '',
    address: mailbox?.address ?? '',
    display_name: mailbox?.display_name ?? '',
    settings: mailbox?.settings ?? { imap: IMAP, folder: null, done_folder: null, smtp: SMTP, extra_roots_pem: null, authserv_id: null, has_plus_addresses: false, directory: null },
    imap_password: '',
    smtp_password: '',
    team_id: mailbox?.team_id ?? null,
    case_type: mailbox?.case_type ?? 'question',
    language: mailbox?.language ?? locale,
    market: mailbox?.market ?? null,
    acknowledges: mailbox?.acknowledges ?? true,
    requires_proof: mailbox?.requires_proof ?? true,
    is_active: mailbox?.is_active ?? true,
  };
  const form = useForm(was);
  const { values, set } = form;
  const isFolder = mailbox?.kind === 'folder';
  const body = () => {
    const { imap_password, smtp_password, ...rest } = values;
    // An absent password stays as it is stored.
    return { ...rest, kind: mailbox?.kind ?? 'imap', imap_password: imap_password || null, smtp_password: smtp_password || null };
  };
  const refresh = () => client.invalidateQueries({ queryKey: ['/mailboxes'] });
  const settle = (label: string, back?: () => Promise<unknown>) => {
    record({ label, undo: back && (() => back().finally(refresh)) });
    void refresh();
  };
  const save = useMutation({
    mutationFn: () => (mailbox ? put<Mailbox>(`/mailboxes/${mailbox.id}`, body(), mailbox.version) : post<Mailbox>('/mailboxes', body())),
    onSuccess: (it) => {
      form.saved();
      settle(t('mailbox-saved', { name: it.name }));
      void navigate({ to: '/settings/mailboxes' });
    },
  });
  const setActive = (isActive: boolean, version: number | null) => put<Mailbox>(`/mailboxes/${mailbox?.id ?? ''}`, { ...was, kind: mailbox?.kind, imap_password: null, smtp_password: null, is_active: isActive }, version);
  const rest = useMutation({
    mutationFn: () => setActive(!mailbox?.is_active, mailbox?.version ?? null),
    onSuccess: (it) => settle(t(it.is_active ? 'mailbox-woken' : 'mailbox-rested', { name: it.name }), () => setActive(!it.is_active, it.version)),
  });
  const setServers = (part: Partial<Settings>) => set('settings', { ...values.settings, ...part });
  const title = mailbox?.address ?? t('mailbox-add');
  return (
    <SettingsPage
      title={<PageHeading>{title}</PageHeading>}
      why={mailbox ? `${stateText(mailbox, t)} ${t('mailbox-never-erased')}` : t('mailbox-new-why')}
    >
      <div className={styles.frame}>
        <Form
          label={title}
          act={mailbox ? t('ui-save') : t('mailbox-add')}
          form={form}
          error={save.error ?? rest.error}
          isBusy={save.isPending}
          onSave={() => save.mutate()}
          onAbandon={() => form.reset(was)}
          onStale={onStale}
          extra={
            mailbox ? (
              <Button onClick={() => rest.mutate()} loading={rest.isPending}>
                {mailbox.is_active ? t('mailbox-rest') : t('mailbox-wake')}
              </Button>
            ) : null
          }
        >
          <div className={formStyles.pair}>
            <TextInput label={t('mailbox-address')} type="email" autoComplete="off" value={values.address} error={fieldError(save.error, 'address')} onChange={(event) => set('address', event.currentTarget.value)} />
            <TextInput label={t('mailbox-name')} value={values.name} error={fieldError(save.error, 'name')} onChange={(event) => set('name', event.currentTarget.value)} />
            <TextInput label={t('mailbox-display')} description={t('mailbox-display-why')} value={values.display_name} error={fieldError(save.error, 'display_name')} onChange={(event) => set('display_name', event.currentTarget.value)} />
          </div>
          {isFolder ? (
            <TextInput label={t('mailbox-directory')} value={values.settings.directory ?? ''} error={fieldError(save.error, 'settings/directory')} onChange={(event) => setServers({ directory: event.currentTarget.value || null })} />
          ) : (
            <>
              <fieldset className={formStyles.set}>
                <legend>{t('mailbox-receiving')}</legend>
                <ServerFields kind="imap" server={values.settings.imap ?? IMAP} onChange={(imap) => setServers({ imap })} error={save.error} />
                <PasswordInput
                  label={t('mailbox-password')}
                  description={mailbox?.has_passwords ? t('mailbox-password-kept') : undefined}
                  autoComplete="new-password"
                  visibilityToggleButtonProps={{ 'aria-label': t('sign-in-show') }}
                  value={values.imap_password}
                  onChange={(event) => set('imap_password', event.currentTarget.value)}
                />
                <div className={formStyles.pair}>
                  <TextInput label={t('mailbox-folder')} value={values.settings.folder ?? ''} onChange={(event) => setServers({ folder: event.currentTarget.value || null })} />
                  <TextInput label={t('mailbox-done')} description={t('mailbox-done-why')} value={values.settings.done_folder ?? ''} onChange={(event) => setServers({ done_folder: event.currentTarget.value || null })} />
                </div>
              </fieldset>
              <fieldset className={formStyles.set}>
                <legend>{t('mailbox-sending')}</legend>
                <ServerFields kind="smtp" server={values.settings.smtp ?? SMTP} onChange={(smtp) => setServers({ smtp })} error={save.error} />
                <PasswordInput
                  label={t('mailbox-password')}
                  description={t('mailbox-password-same')}
                  autoComplete="new-password"
                  visibilityToggleButtonProps={{ 'aria-label': t('sign-in-show') }}
                  value={values.smtp_password}
                  onChange={(event) => set('smtp_password', event.currentTarget.value)}
                />
              </fieldset>
            </>
          )}
          <fieldset className={formStyles.set}>
            <legend>{t('mailbox-routing')}</legend>
            <div className={formStyles.pair}>
              <NativeSelect
                label={t('mailbox-team')}
                value={values.team_id ?? ''}
                data={[{ value: '', label: t('indicator-no-team') }, ...(teams.data?.items ?? []).map((it) => ({ value: it.id, label: it.name }))]}
                onChange={(event) => set('team_id', event.currentTarget.value || null)}
              />
              <NativeSelect
                label={t('new-case-type')}
                value={values.case_type}
                data={(types.data?.items ?? []).map((it) => ({ value: it.key, label: locale === 'fr' ? it.name_fr : it.name_en }))}
                onChange={(event) => set('case_type', event.currentTarget.value)}
              />
              <NativeSelect
                label={t('staff-language')}
                value={values.language}
                data={(['fr', 'en'] as const).map((code) => ({ value: code, label: t('me-language-name', { code }) }))}
                onChange={(event) => set('language', event.currentTarget.value as 'fr' | 'en')}
              />
            </div>
            <Checkbox label={t('mailbox-acknowledges')} description={t('mailbox-acknowledges-why')} checked={values.acknowledges} onChange={(event) => set('acknowledges', event.currentTarget.checked)} />
            <Checkbox label={t('mailbox-proof')} description={t('mailbox-proof-why')} checked={values.requires_proof} onChange={(event) => set('requires_proof', event.currentTarget.checked)} />
            <Checkbox label={t('mailbox-plus')} description={t('mailbox-plus-why')} checked={values.settings.has_plus_addresses} onChange={(event) => setServers({ has_plus_addresses: event.currentTarget.checked })} />
          </fieldset>
          {!isFolder && (
            <details className={styles.more}>
              <summary>{t('mailbox-more')}</summary>
              <TextInput label={t('mailbox-authserv')} description={t('mailbox-authserv-why')} value={values.settings.authserv_id ?? ''} onChange={(event) => setServers({ authserv_id: event.currentTarget.value || null })} />
              <Textarea label={t('mailbox-roots')} description={t('mailbox-roots-why')} autosize minRows={3} spellCheck={false} value={values.settings.extra_roots_pem ?? ''} onChange={(event) => setServers({ extra_roots_pem: event.currentTarget.value || null })} />
            </details>
          )}
        </Form>
        {!isFolder && <LiveTest body={() => ({ mailbox: body(), mailbox_id: mailbox?.id ?? null })} />}
      </div>
    </SettingsPage>
  );
}

/** Tests what is typed, before it is saved. */
function LiveTest({ body }: { body: () => unknown }) {
  const t = useWords();
  const trial = useMailboxTrial();
  return (
    <section className={styles.test} aria-labelledby="mailbox-test">
      <h2 id="mailbox-test">{t('mailbox-test')}</h2>
      <p className="muted">{t('mailbox-test-why')}</p>
      <div>
        {/* Not disabled meanwhile: whoever pressed it stays where they are. */}
        <Button aria-busy={trial.isBusy} aria-disabled={trial.isBusy} onClick={() => !trial.isBusy && void trial.run(body())}>
          {t('mailbox-test-act')}
        </Button>
      </div>
      {trial.error ? <Failure error={trial.error} /> : null}
      <MailboxSteps steps={trial.steps} />
    </section>
  );
}
