import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';

import { patch, put } from '@/api/http';
import { useMay } from '@/api/session';
import { useFormats } from '@/shell/formats';
import { record } from '@/shell/undo';
import { fieldError } from '@/ui/form';
import { errorText, Failure } from '@/ui/states';
import { Time } from '@/ui/time';
import type { Formats } from '@/formats';
import { type LocaleCode, useLocale, useWords } from '@/words';

import styles from './customers.module.css';
import { phoneText } from '@/ui/phone';
import { ownWord } from './own-word';
import type { ContactPoint, GoldenField, WholePerson } from './types';

/** The reference record: each value with where it is from and since when; rivals open under it. */
export function Golden({ person }: { person: WholePerson }) {
  const t = useWords();
  const [edited, setEdited] = useState<string | null>(null);
  return (
    <>
      <section className={styles.part} aria-labelledby="golden">
        <h2 id="golden">{t('golden-title')}</h2>
        {person.has_one_source && (
          <p className={`meta ${styles.source}`}>
            {t('golden-one-source', { source: person.records[0]?.source_name ?? '' })}
            {person.records[0] && (
              <>
                {' '}
                {t('golden-since-then')} <Time at={person.records[0].changed_at} mode="short" />
              </>
            )}
          </p>
        )}
        <dl className={styles.fields}>
          {person.fields.map((it) => (
            <Field key={it.field} person={person} it={it} isEdited={edited === it.field} onEdit={(open) => setEdited(open ? it.field : null)} />
          ))}
        </dl>
      </section>
      <Points person={person} />
      {person.memberships.length > 0 && (
        <section className={styles.part} aria-labelledby="golden-accounts">
          <h2 id="golden-accounts">{t('golden-accounts')}</h2>
          <ul className={styles.points}>
            {person.memberships.map((it) => (
              <li key={it.id} className={styles.point}>
                <Link to="/accounts/$id" params={{ id: it.account_id }}>
                  {it.account_name}
                </Link>
                <span className="meta">
                  {t('membership-role', { role: it.role })}
                  {it.job_title ? ` · ${it.job_title}` : ''}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className={styles.part} aria-labelledby="golden-records">
        <h2 id="golden-records">{t('golden-records')}</h2>
        <ul className={styles.points}>
          {person.records.map((it) => (
            <li key={`${it.source_id}.${it.external_id}`} className={styles.point}>
              <span>{it.source_name}</span>
              <span className="tabular">{it.external_id}</span>
              <span className="meta">
                {t('golden-record-changed')} <Time at={it.changed_at} mode="short" />
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Field({ person, it, isEdited, onEdit }: { person: WholePerson; it: GoldenField; isEdited: boolean; onEdit: (open: boolean) => void }) {
  const t = useWords();
  const f = useFormats();
  const mayWrite = useMay('customers_write');
  const rivals = it.said.filter((said) => !said.is_chosen);
  const locale = useLocale();
  const name = t('field-name', { field: it.field });
  const shown = (value: string | null) => shownValue(it.field, value, f, locale);
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {isEdited ? (
          <Correction person={person} it={it} onDone={() => onEdit(false)} />
        ) : (
          <>
            <div className={styles.value}>
              <span>{shown(it.value)}</span>
              {mayWrite && (
                <button type="button" className={styles.correct} onClick={() => onEdit(true)}>
                  {t('golden-correct')}
                  <span className="visually-hidden"> · {name}</span>
                </button>
              )}
            </div>
            {it.source_name && it.since && !person.has_one_source && (
              <div className={styles.from}>
                {it.source_name} · {t('golden-since')} <Time at={it.since} mode="short" />
                {it.of > 1 ? ` · ${t('golden-agree', { agree: it.agree, of: it.of })}` : ''}
                {it.rule && rivals.length > 0 ? ` · ${t('golden-rule', { rule: it.rule })}` : ''}
              </div>
            )}
            {rivals.length > 0 && (
              <details className={styles.rivals}>
                <summary>{t('golden-rivals', { count: rivals.length })}</summary>
                <ul>
                  {rivals.map((said) => (
                    <li key={`${said.source_id}.${said.external_id}`}>
                      {shown(said.value)}{' '}
                      <span className={styles.from}>
                        {said.source_name} · <Time at={said.since} mode="short" />
                      </span>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </>
        )}
      </dd>
    </>
  );
}

const display = (type: 'region' | 'language', code: string, locale: LocaleCode) => {
  try {
    return new Intl.DisplayNames(locale, { type }).of(code) ?? code;
  } catch {
    return code;
  }
};

/** A value as people read it: a date, a country, a language, a phone number; the rest as it stands. */
function shownValue(field: string, value: string | null, f: Formats, locale: LocaleCode): string {
  switch (value === null || value === '' ? 'nothing' : field) {
    case 'nothing':
      return '—';
    case 'born_on':
      return f.date(value ?? '');
    case 'country':
      return display('region', (value ?? '').toUpperCase(), locale);
    case 'language':
      return display('language', value ?? '', locale);
    case 'phone':
      return phoneText(value ?? '');
    default:
      return value ?? '';
  }
}

/** Our staff's own word for one field: a source of its own, which never touches another's record. */
function Correction({ person, it, onDone }: { person: WholePerson; it: GoldenField; onDone: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const [value, setValue] = useState(it.value ?? '');
  const name = t('field-name', { field: it.field });
  const save = useMutation({
    mutationFn: (next: string | null) => patch<WholePerson>(`/persons/${person.id}`, { fields: { [it.field]: next } }, person.version),
    onSuccess: (next) => {
      client.setQueryData(['person', person.id], next);
      const before = ownWord(it);
      record({
        label: t('golden-corrected', { field: name }),
        undo: () =>
          patch<WholePerson>(`/persons/${next.id}`, { fields: { [it.field]: before } }, next.version).then((back) => {
            client.setQueryData(['person', next.id], back);
          }),
      });
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        save.mutate(value.trim() === '' ? null : value.trim());
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onDone();
        }
      }}
    >
      <TextInput
        aria-label={name}
        autoFocus
        type={it.field === 'born_on' ? 'date' : 'text'}
        value={value}
        error={fieldError(save.error, `fields/${it.field}`) ?? (save.error ? errorText(save.error, t) : undefined)}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <div className={styles.point}>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {t('ui-save')}
        </Button>
        <Button onClick={onDone}>{t('ui-cancel')}</Button>
      </div>
    </form>
  );
}

function Points({ person }: { person: WholePerson }) {
  const t = useWords();
  const client = useQueryClient();
  const mayWrite = useMay('customers_write');
  const verify = useMutation({
    mutationFn: (it: ContactPoint) => put<WholePerson>(`/persons/${person.id}/contact-points/${it.id}/verification`, {}, person.version),
    onSuccess: (next, it) => {
      client.setQueryData(['person', person.id], next);
      record({ label: t('point-verified', { point: it.shown }) });
    },
  });
  return (
    <section className={styles.part} aria-labelledby="golden-points">
      <h2 id="golden-points">{t('golden-points')}</h2>
      {verify.error ? <Failure error={verify.error} /> : null}
      {person.contact_points.length === 0 && <p className="muted">{t('golden-no-point')}</p>}
      <ul className={styles.points}>
        {person.contact_points.map((it) => (
          <li key={it.id} className={styles.reach}>
            <span className="meta">{t('point-kind', { kind: it.kind })}</span>
            <span className="tabular">{it.kind === 'phone' ? phoneText(it.shown) : it.shown}</span>
            <span>
              {it.verified_at ? (
                <span className={styles.verified}>
                  ✓ {t('point-proved', { how: it.verified_how ?? 'other' })} <Time at={it.verified_at} mode="day" />
                </span>
              ) : (
                <>
                  <span className={styles.unproven}>{t('point-unproved')}</span>
                  {mayWrite && it.kind !== 'postal' && (
                    <Button variant="subtle" size="compact-sm" loading={verify.isPending && verify.variables?.id === it.id} onClick={() => verify.mutate(it)}>
                      {t('point-prove')}
                    </Button>
                  )}
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
