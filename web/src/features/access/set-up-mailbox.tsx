import { Button, NativeSelect, NumberInput, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { get, post } from '@/api/http';
import type { components } from '@/api/schema';
import { fieldError, formStyles } from '@/ui/form';
import { MailboxSteps, useMailboxTrial } from '@/ui/mailbox-test';
import { Failure } from '@/ui/states';
import { useLocale, useWords } from '@/words';

import styles from './access.module.css';
import { guessServers, type Server, type Servers } from './guess';
import { Actions, Refusal, type StepProps, useStep } from './set-up-step';

type Mailboxes = components['schemas']['MailboxList'];
type Security = Server['security'];

const SECURITIES: readonly Security[] = ['tls', 'start_tls', 'plain'];
const PORTS = { imap: { tls: 993, start_tls: 143, plain: 143 }, smtp: { tls: 465, start_tls: 587, plain: 25 } } as const;

export const mailboxesQuery = { queryKey: ['/mailboxes'], queryFn: () => get<Mailboxes>('/mailboxes') };

function Fields({ kind, server, onChange, error }: { kind: 'imap' | 'smtp'; server: Server; onChange: (next: Server) => void; error: unknown }) {
  const t = useWords();
  return (
    <fieldset className={formStyles.set}>
      <legend>{kind === 'imap' ? t('mailbox-receiving') : t('mailbox-sending')}</legend>
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
    </fieldset>
  );
}

/** The first mailbox: its servers guessed from the address, tried as they stand, kept once they work. */
export function MailboxStep({ setup, onDone, onLater }: StepProps) {
  const t = useWords();
  const locale = useLocale();
  const client = useQueryClient();
  const mailboxes = useQuery(mailboxesQuery);
  const step = useStep(onDone);
  const trial = useMailboxTrial();
  const [address, setAddress] = useState('');
  const [password, setPassword] = useState('');
  const [changed, setChanged] = useState<Servers | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [roots, setRoots] = useState('');
  const [missing, setMissing] = useState<'address' | 'password' | null>(null);
  const servers = changed ?? guessServers(address);
  const there = mailboxes.data?.items ?? [];
  const shown = (it: Server) => t('setup-mailbox-server', { host: it.host, port: String(it.port), security: it.security });

  const body = (): components['schemas']['MailboxInput'] => ({
    name: address,
    address,
    display_name: setup.company_name ?? '',
    kind: 'imap',
    language: setup.languages.includes(locale) ? locale : (setup.languages[0] ?? locale),
    settings: { imap: servers?.imap ?? null, smtp: servers?.smtp ?? null, folder: null, done_folder: null, extra_roots_pem: roots || null, authserv_id: null, has_plus_addresses: false, directory: null },
    imap_password: password,
    smtp_password: null,
    case_type: 'question',
    acknowledges: true,
    requires_proof: true,
    is_active: true,
  });
  const save = useMutation({
    mutationFn: () => post('/mailboxes', body()),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: mailboxesQuery.queryKey });
      step.mutate({ step_done: 'mailbox' });
    },
  });
  const failed = trial.steps.some((it) => !it.is_good) && !trial.isBusy;
  const onSubmit = async (event: React.FormEvent) => {
    event.preventDefault();
    if (address.trim() === '' && there.length > 0) {
      step.mutate({ step_done: 'mailbox' });
      return;
    }
    const lacks = servers === null ? 'address' : password === '' ? 'password' : null;
    setMissing(lacks);
    if (lacks === null && (await trial.run({ mailbox: body(), mailbox_id: null }))) {
      save.mutate();
    }
  };
  const change = (kind: keyof Servers) => (next: Server) => servers && setChanged({ ...servers, [kind]: next });
  return (
    <form className={styles.form} onSubmit={(event) => void onSubmit(event)} noValidate>
      <Refusal error={save.error ?? step.error} />
      <p>{t('setup-mailbox-why')}</p>
      {there.length > 0 && (
        <ul className={styles.list}>
          {there.map((it) => (
            <li key={it.id}>
              {it.address} · {t('mailbox-health', { health: it.health })}
            </li>
          ))}
        </ul>
      )}
      <TextInput
        label={t('mailbox-address')}
        type="email"
        autoComplete="off"
        inputMode="email"
        value={address}
        error={fieldError(save.error, 'address') ?? (missing === 'address' ? t('setup-mailbox-no-address') : undefined)}
        onChange={(event) => {
          setAddress(event.currentTarget.value);
          setChanged(null);
          setMissing(null);
        }}
      />
      {servers && (
        <>
          <div className={styles.row} role="status">
            <span>{t('setup-mailbox-guess', { imap: shown(servers.imap), smtp: shown(servers.smtp) })}</span>
            <Button size="compact-sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {t('setup-mailbox-change')}
            </Button>
          </div>
          {isOpen && (
            <>
              <Fields kind="imap" server={servers.imap} onChange={change('imap')} error={save.error} />
              <Fields kind="smtp" server={servers.smtp} onChange={change('smtp')} error={save.error} />
              <Textarea label={t('mailbox-roots')} description={t('mailbox-roots-why')} autosize minRows={2} spellCheck={false} value={roots} onChange={(event) => setRoots(event.currentTarget.value)} />
            </>
          )}
          <PasswordInput
            label={t('mailbox-password')}
            description={t('setup-mailbox-password-why')}
            autoComplete="new-password"
            error={missing === 'password' ? t('setup-mailbox-no-password') : undefined}
            visibilityToggleButtonProps={{ 'aria-label': t('sign-in-show') }}
            value={password}
            onChange={(event) => {
              setPassword(event.currentTarget.value);
              setMissing(null);
            }}
          />
        </>
      )}
      <Actions
        onLater={onLater}
        busy={trial.isBusy || save.isPending || step.isPending}
        act={servers ? t('setup-mailbox-try') : t('setup-continue')}
        extra={
          failed ? (
            <Button onClick={() => save.mutate()} loading={save.isPending}>
              {t('setup-mailbox-anyway')}
            </Button>
          ) : null
        }
      />
      {trial.error ? <Failure error={trial.error} /> : null}
      <MailboxSteps steps={trial.steps} />
    </form>
  );
}
