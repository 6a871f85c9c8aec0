import { Button, Checkbox, FileInput, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';

import { address, get, post, put } from '@/api/http';
import { useList } from '@/api/list';
import { useLive } from '@/api/use-live';
import type { components } from '@/api/schema';
import type { Whole } from '@/api/types';
import { announce } from '@/shell/announce';
import { useFormats } from '@/shell/formats';
import { PageHeading } from '@/shell/page';
import { OnceRead } from '@/shell/route-states';
import { record } from '@/shell/undo';
import { Form, formStyles, SettingsPage, useForm } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

import { FormatForm } from './import-format';
import styles from './imports.module.css';

type Progress = components['schemas']['Progress'];
type Order = components['schemas']['Order'];
type Mapping = Whole<components['schemas']['Mapping']>;
type Import = Whole<components['schemas']['ImportView']>;
type Source = components['schemas']['Source'];

const TARGETS = [
  'external_id', 'full_name', 'title', 'first_name', 'last_name', 'language', 'born_on', 'address_line', 'postcode', 'city', 'country',
  'email', 'other_email', 'phone', 'other_phone', 'iban',
] as const;
const ENCODINGS = ['UTF-8', 'windows-1252', 'UTF-16LE', 'UTF-16BE'];
const SEPARATORS = [',', ';', '\t', '|'];

export function ImportList() {
  const t = useWords();
  const f = useFormats();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [file, setFile] = useState<File | null>(null);
  const [layout, setLayout] = useState<File | null>(null);
  const imports = useList<Import>('/imports', { limit: 20 });
  const upload = useMutation({
    mutationFn: async () => {
      const form = new FormData();
      // Before the file: it says how that is to be looked at.
      if (layout) {
        form.set('layout', await layout.text());
      }
      if (file) {
        form.set('file', file, file.name);
      }
      return post<Import>('/imports', form);
    },
    onSuccess: (it) => {
      void client.invalidateQueries({ queryKey: ['/imports'] });
      void navigate({ to: '/settings/imports/$id', params: { id: it.id } });
    },
  });
  return (
    <SettingsPage title={<PageHeading>{t('settings-imports')}</PageHeading>} why={t('import-why')}>
      <form
        className={formStyles.form}
        aria-label={t('import-new')}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          if (file) {
            upload.mutate();
          }
        }}
      >
        {upload.error ? <Failure error={upload.error} /> : null}
        <FileInput label={t('import-file')} description={t('import-file-why')} placeholder={t('import-choose')} value={file} onChange={setFile} />
        <FileInput label={t('import-layout-file')} description={t('import-layout-file-why')} placeholder={t('import-choose')} clearable value={layout} onChange={setLayout} />
        <div>
          <Button type="submit" variant="filled" aria-disabled={file === null} loading={upload.isPending}>
            {t('import-send')}
          </Button>
        </div>
      </form>
      {imports.error ? <Failure error={imports.error} onRetry={imports.retry} /> : null}
      {imports.isPending && <Loading />}
      {imports.rows?.length === 0 && <Empty text={t('import-empty')} />}
      {imports.rows && imports.rows.length > 0 && (
        <DataTable
          label={t('settings-imports')}
          rows={imports.rows}
          idOf={(it) => it.id}
          to={(it) => `/settings/imports/${it.id}`}
          onMore={imports.more}
          columns={[
            { head: t('import-file'), cell: (it) => it.file_name },
            { head: t('staff-state'), cell: (it) => t('import-state', { state: it.state, dry: String(it.is_dry) }) },
            { head: t('import-rows'), cell: (it) => f.number(it.rows_done), isNumber: true },
            { head: t('import-created'), cell: (it) => f.number(it.counts.created), isNumber: true },
            { head: t('import-changed'), cell: (it) => f.number(it.counts.changed), isNumber: true },
            { head: t('import-refused'), cell: (it) => f.number(it.counts.refused), isNumber: true },
            { head: t('audit-at'), cell: (it) => <Time at={it.created_at} /> },
          ]}
        />
      )}
    </SettingsPage>
  );
}

export function ImportPage() {
  const client = useQueryClient();
  const { id } = useParams({ strict: false }) as { id: string };
  const found = useQuery({ queryKey: ['/imports', id], queryFn: () => get<Import>(`/imports/${id}`) });
  useLive(['import_progressed'], (event) => {
    if (event.data['import_id'] === id) {
      void client.invalidateQueries({ queryKey: ['/imports', id] });
    }
  });
  return (
    <OnceRead of={[found]} rows={8}>
      {(it) => <ImportOf key={it.id} it={it} />}
    </OnceRead>
  );
}

function ImportOf({ it }: { it: Import }) {
  const t = useWords();
  const client = useQueryClient();
  const [isChanged, setChanged] = useState(false);
  // Read in another way, a file has other columns: what was typed of the ones before is not kept.
  const [readings, setReadings] = useState(0);
  const order = useMutation({
    mutationFn: (what: Order) => put<Import>(`/imports/${it.id}/run`, { order: what }, it.version),
    onSuccess: (next) => client.setQueryData(['/imports', it.id], next),
    onError: () => void client.invalidateQueries({ queryKey: ['/imports', it.id] }),
  });
  const canMap = it.state === 'draft' || it.state === 'done' || it.state === 'stopped' || it.state === 'failed';
  return (
    <SettingsPage title={<PageHeading>{it.file_name}</PageHeading>} why={t('import-state', { state: it.state, dry: String(it.is_dry) })}>
      {it.imported_before_at && (
        <p role="status">
          {t('import-same')} <Time at={it.imported_before_at} mode="full" />
        </p>
      )}
      {order.error ? <Failure error={order.error} /> : null}
      {it.failure && (
        <p className={formStyles.summary} role="alert">
          {it.failure}
        </p>
      )}
      {it.state !== 'draft' && <Bar it={it} />}
      <Acts it={it} isBusy={order.isPending} isChanged={canMap && isChanged} onOrder={(what) => order.mutate(what)} />
      {canMap && <FormatForm it={it} onRead={() => setReadings((count) => count + 1)} />}
      {canMap && it.mapping.columns.length > 0 && <MappingForm key={readings} it={it} onChanged={setChanged} />}
      <Preview it={it} />
      {it.counts.refused + it.counts.set_aside > 0 && <Refusals it={it} />}
    </SettingsPage>
  );
}

/** How far it is: a rate, the time left, and four counts that sum to the rows read. Spoken at each quarter only. */
function Bar({ it }: { it: Import }) {
  const t = useWords();
  const f = useFormats();
  const spoken = useRef(0);
  const share = it.rows_total ? Math.min(1, it.rows_done / it.rows_total) : it.state === 'done' ? 1 : 0;
  const end = it.ended_at ? new Date(it.ended_at).getTime() : Date.now();
  const seconds = it.started_at ? Math.max(1, (end - new Date(it.started_at).getTime()) / 1000) : 1;
  const rate = it.rows_done / seconds;
  const left = it.rows_total && rate > 0 ? (it.rows_total - it.rows_done) / rate : null;
  const counts: [string, number][] = [
    [t('import-identical'), it.counts.identical],
    [t('import-changed'), it.counts.changed],
    [t('import-created'), it.counts.created],
    [t('import-refused'), it.counts.refused],
  ];
  const quarter = Math.floor(share * 4);
  useEffect(() => {
    if (quarter > spoken.current) {
      spoken.current = quarter;
      announce(t('import-spoken', { share: f.percent(quarter / 4) }));
    }
  }, [quarter, t, f]);
  return (
    <div className={styles.bar}>
      <div className={styles.track} role="progressbar" aria-label={it.file_name} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)}>
        <span style={{ inlineSize: `${share * 100}%` }} />
      </div>
      <p className="tabular">
        {f.percent(share)} · {t('import-lines', { done: f.number(it.rows_done), total: it.rows_total === null ? '…' : f.number(it.rows_total) })} · {t('import-rate', { rate: f.number(rate) })}
        {it.state === 'running' && left !== null ? ` · ${t('import-left', { left: f.duration(left) })}` : ''}
        {it.state === 'paused' || it.state === 'stopped' ? ` · ${t('import-resumes', { line: f.number(it.line) })}` : ''}
      </p>
      <dl className={styles.counts}>
        {counts.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="tabular">{f.number(count)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function Acts({ it, isBusy, isChanged, onOrder }: { it: Import; isBusy: boolean; isChanged: boolean; onOrder: (what: Order) => void }) {
  const t = useWords();
  const why = it.mapping_problem !== null ? t('import-needs') : it.source_id === null ? t('import-no-source') : isChanged ? t('import-unsaved') : null;
  const ready = why === null;
  const orders: Record<Progress, Order[]> = {
    draft: ['dry_run'],
    queued: ['stop'],
    running: ['pause', 'stop'],
    paused: ['resume', 'stop'],
    stopped: ['resume', 'dry_run'],
    failed: ['resume', 'dry_run'],
    done: it.is_dry ? ['run', 'dry_run'] : ['dry_run'],
  };
  return (
    <div className={styles.acts}>
      {orders[it.state].map((what, at) => (
        <Button key={what} variant={at === 0 ? 'filled' : 'default'} aria-disabled={!ready} loading={isBusy} onClick={() => ready && onOrder(what)}>
          {t('import-order', { order: what })}
        </Button>
      ))}
      {why && <span className="meta">{why}</span>}
      <Link to="/settings/imports">{t('import-all')}</Link>
    </div>
  );
}

/** What the columns say; orders wait until it is saved. */
function MappingForm({ it, onChanged }: { it: Import; onChanged: (isChanged: boolean) => void }) {
  const t = useWords();
  const client = useQueryClient();
  const sources = useQuery({ queryKey: ['/sources'], queryFn: () => get<{ items: Source[] }>('/sources') });
  const form = useForm({ mapping: it.mapping, source: it.source_id ?? '', made: { name: '', trust: 50 } });
  const { mapping, source, made } = form.values;
  const setMapping = (next: Mapping) => form.set('mapping', next);
  const setMade = (next: typeof made) => form.set('made', next);
  useEffect(() => onChanged(form.isChanged), [form.isChanged, onChanged]);
  const save = useMutation({
    mutationFn: async (next: Mapping) => {
      let id = source;
      if (id === '') {
        const key = made.name.normalize('NFD').replace(/[^A-Za-z0-9]+/g, '_').toLowerCase().slice(0, 40) || 'source';
        id = (await post<Source>('/sources', { key, name: made.name, trust: made.trust })).id;
      }
      return put<Import>(`/imports/${it.id}/mapping`, { source_id: id, mapping: next }, it.version);
    },
    onSuccess: (next) => {
      form.saved();
      record({ label: t('import-mapped') });
      client.setQueryData(['/imports', it.id], next);
      void client.invalidateQueries({ queryKey: ['/sources'] });
      void client.invalidateQueries({ queryKey: ['/imports', it.id, 'preview'] });
    },
  });
  const systems = sources.data?.items.filter((known) => known.kind === 'system') ?? [];
  return (
    <Form label={t('import-mapping')} act={t('import-map')} form={form} error={save.error} isBusy={save.isPending} onSave={() => (source !== '' || made.name !== '') && save.mutate(mapping)}>
      <h2>{t('import-mapping')}</h2>
      <div className={formStyles.pair}>
        <NativeSelect
          label={t('import-source')}
          description={t('import-source-why')}
          value={source}
          data={[...systems.map((known) => ({ value: known.id, label: known.name })), { value: '', label: t('import-source-new') }]}
          onChange={(event) => form.set('source', event.currentTarget.value)}
        />
        {source === '' && (
          <>
            <TextInput label={t('import-source-name')} value={made.name} onChange={(event) => setMade({ ...made, name: event.currentTarget.value })} />
            <NumberInput label={t('import-source-trust')} description={t('import-source-trust-why')} min={0} max={100} value={made.trust} onChange={(trust) => setMade({ ...made, trust: Number(trust) || 0 })} />
          </>
        )}
      </div>
      <div className={formStyles.pair}>
        {(mapping.format === 'delimited' || mapping.format === 'json_lines') && (
          <NativeSelect label={t('import-encoding')} value={mapping.encoding} data={[...new Set([mapping.encoding, ...ENCODINGS])]} onChange={(event) => setMapping({ ...mapping, encoding: event.currentTarget.value, columns: [] })} />
        )}
        {mapping.format === 'delimited' && (
          <>
            <NativeSelect
              label={t('import-separator')}
              value={mapping.separator}
              data={[...new Set([mapping.separator, ...SEPARATORS])].map((value) => ({ value, label: value === '\t' ? t('import-tab') : value }))}
              onChange={(event) => setMapping({ ...mapping, separator: event.currentTarget.value, columns: [] })}
            />
            <Checkbox label={t('import-header')} checked={mapping.has_header} onChange={(event) => setMapping({ ...mapping, has_header: event.currentTarget.checked })} />
          </>
        )}
      </div>
      <div className={formStyles.pair}>
        {mapping.columns.map((column, at) => (
          <NativeSelect
            key={at}
            label={column.name || t('import-column', { number: at + 1 })}
            value={column.is_external_id ? 'external_id' : (column.field ?? '')}
            data={[{ value: '', label: t('import-ignored') }, ...TARGETS.map((value) => ({ value, label: value === 'external_id' ? t('import-number') : t('field-name', { field: value }) }))]}
            onChange={(event) => {
              const chosen = event.currentTarget.value as (typeof TARGETS)[number] | '';
              const meant = { is_external_id: chosen === 'external_id', field: chosen === '' || chosen === 'external_id' ? null : chosen };
              setMapping({ ...mapping, columns: mapping.columns.map((known, c) => (c === at ? { ...known, ...meant } : known)) });
            }}
          />
        ))}
      </div>
    </Form>
  );
}

function Preview({ it }: { it: Import }) {
  const t = useWords();
  const f = useFormats();
  const preview = useQuery({ queryKey: ['/imports', it.id, 'preview', it.version], queryFn: () => get<{ rows: { line: number; cells: string[]; problems: string[] }[] }>(`/imports/${it.id}/preview`) });
  if (!preview.data || preview.data.rows.length === 0) {
    return null;
  }
  return (
    <div className={styles.preview}>
      <h2 id="import-preview">{t('import-preview')}</h2>
      <div className={styles.scroll} tabIndex={0} role="region" aria-labelledby="import-preview">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('import-line')}</th>
              {it.mapping.columns.map((column, at) => (
                <th key={at} scope="col">
                  {column.name || t('import-column', { number: at + 1 })}
                </th>
              ))}
              <th scope="col">{t('import-problems')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.data.rows.map((row) => (
              <tr key={row.line}>
                <td className="number">{f.number(row.line)}</td>
                {row.cells.map((cell, at) => (
                  <td key={at}>{cell}</td>
                ))}
                <td>{row.problems.join(' ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Refusals({ it }: { it: Import }) {
  const t = useWords();
  const f = useFormats();
  const refusals = useList<{ id: string; line: number; column: string | null; value: string | null; reason: string; effect: string }>(`/imports/${it.id}/refusals`, { limit: 50 });
  return (
    <section className={styles.preview} aria-labelledby="import-refusals">
      <h2 id="import-refusals">{t('import-refusals')}</h2>
      <p>
        <a href={address(`/imports/${it.id}/refusals.csv`)} download>
          {t('import-download')}
        </a>
      </p>
      {refusals.rows && (
        <DataTable
          label={t('import-refusals')}
          rows={refusals.rows}
          idOf={(row) => row.id}
          onMore={refusals.more}
          isBusy={refusals.isFetchingNextPage}
          columns={[
            { head: t('import-line'), cell: (row) => f.number(row.line), isNumber: true },
            { head: t('import-column-name'), cell: (row) => row.column ?? '' },
            { head: t('import-value'), cell: (row) => row.value ?? '' },
            { head: t('import-reason'), cell: (row) => row.reason },
            { head: t('import-effect'), cell: (row) => t('import-effect-name', { effect: row.effect }) },
          ]}
        />
      )}
    </section>
  );
}
