import { Button, Checkbox, NativeSelect, NumberInput, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';

import { get, patch, request } from '@/api/http';
import { useMay } from '@/api/session';
import { PageHeading, useTitle } from '@/shell/page';
import { OnceRead } from '@/shell/route-states';
import { record } from '@/shell/undo';
import { Form, useForm } from '@/ui/form';
import { useWords, type Words } from '@/words';

import { freeKey } from './key';
import { Preview } from './preview';
import { PublishDialog } from './publish';
import styles from './surveys.module.css';
import type { Condition, Definition, Jump, KindCode, LocaleCode, Question, Survey, SurveyVersion, Texts } from './types';

const KINDS: readonly KindCode[] = ['nps', 'satisfaction', 'effort', 'choice', 'text', 'callback'];
const LANGUAGES: readonly LocaleCode[] = ['fr', 'en'];

export function SurveyEdit() {
  const { id } = useParams({ strict: false }) as { id: string };
  const survey = useQuery({ queryKey: ['survey', id], queryFn: () => get<Survey>(`/surveys/${id}`) });
  const versions = useQuery({ queryKey: ['survey-versions', id], queryFn: () => get<{ items: SurveyVersion[] }>(`/surveys/${id}/versions`) });
  return (
    <OnceRead of={[survey, versions]} rows={8}>
      {(it, published) => (
        <Editor
          key={it.id}
          survey={it}
          asked={published.items.flatMap((version) => version.definition.pages).flatMap((page) => page.questions)}
          onStale={() => void survey.refetch()}
        />
      )}
    </OnceRead>
  );
}

/** `asked`: every question of every version so far. A key stays its question's, also where the question is gone. */
function Editor({ survey, asked, onStale }: { survey: Survey; asked: readonly Question[]; onStale: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const mayWrite = useMay('surveys_write');
  const [locale, setLocale] = useState<LocaleCode>(survey.draft.default_language);
  const was = { name: survey.name, draft: survey.draft };
  const form = useForm(was);
  const [isAsking, setAsking] = useState(false);
  useTitle(`${survey.name} · ${t('place-surveys')}`);
  const keep = (next: Survey) => {
    client.setQueryData(['survey', survey.id], next);
    void client.invalidateQueries({ queryKey: ['/surveys'] });
    void client.invalidateQueries({ queryKey: ['survey-preview', survey.id] });
  };
  const save = useMutation({
    mutationFn: () => patch<Survey>(`/surveys/${survey.id}`, form.changed(), survey.version),
    onSuccess: (next) => {
      record({
        label: t('survey-saved', { name: next.name }),
        undo: () => patch<Survey>(`/surveys/${next.id}`, was, next.version).then(keep),
      });
      form.saved();
      keep(next);
    },
  });
  const publish = useMutation({
    mutationFn: () => request('POST', `/surveys/${survey.id}/versions`, { body: {}, ifMatch: survey.version }),
    onSuccess: () => {
      setAsking(false);
      record({ label: t('survey-published', { name: survey.name }) });
      void client.invalidateQueries({ queryKey: ['survey', survey.id] });
      void client.invalidateQueries({ queryKey: ['survey-versions', survey.id] });
      void client.invalidateQueries({ queryKey: ['/surveys'] });
    },
  });
  const rest = useMutation({
    mutationFn: (isActive: boolean) => patch<Survey>(`/surveys/${survey.id}`, { is_active: isActive }, survey.version),
    onSuccess: keep,
  });
  const draft = form.values.draft;
  const setDraft = (part: Partial<Definition>) => form.set('draft', { ...draft, ...part });
  const questions = draft.pages.map((page) => page.questions);
  const setPages = (pages: Question[][]) => setDraft({ pages: pages.filter((it) => it.length > 0).map((it) => ({ questions: it })) });
  const change = (page: number, at: number, next: Question) => setPages(questions.map((list, p) => (p === page ? list.map((it, q) => (q === at ? next : it)) : list)));
  const move = (page: number, by: number) => {
    const pages = [...questions];
    const [taken] = pages.splice(page, 1);
    if (taken) {
      pages.splice(page + by, 0, taken);
      setPages(pages);
    }
  };
  const canPublish = survey.findings.length === 0 && !form.isChanged;
  return (
    <div className={styles.edit}>
      <div className={styles.wording}>
        <PageHeading>{survey.name}</PageHeading>
        <p className={`muted ${styles.lead}`}>
          {survey.version_published === 0 ? t('survey-draft') : t('survey-asked', { version: survey.version_published })} ·{' '}
          <Link to="/surveys/$id/results" params={{ id: survey.id }}>
            {t('survey-results')}
          </Link>
        </p>
        <fieldset className={styles.questions} disabled={!mayWrite}>
        <Form
          label={survey.name}
          act={t('survey-save')}
          form={form}
          error={save.error ?? rest.error}
          isBusy={save.isPending}
          onSave={() => save.mutate()}
          onAbandon={() => form.reset(was)}
          onStale={onStale}
          extra={
            mayWrite ? (
              <>
                <Button aria-disabled={!canPublish} onClick={() => canPublish && setAsking(true)}>
                  {t('survey-publish', { version: survey.version_published + 1 })}
                </Button>
                {!canPublish && <span className="meta">{form.isChanged ? t('survey-publish-save') : t('survey-publish-findings')}</span>}
                {survey.version_published > 0 && <Button onClick={() => rest.mutate(!survey.is_active)}>{survey.is_active ? t('survey-rest') : t('survey-wake')}</Button>}
              </>
            ) : null
          }
        >
          <TextInput label={t('survey-name')} value={form.values.name} onChange={(event) => form.set('name', event.currentTarget.value)} />
          <Wording label={t('survey-title')} value={draft.title} onChange={(title) => setDraft({ title })} />
          <Wording label={t('survey-introduction')} value={draft.introduction} onChange={(introduction) => setDraft({ introduction })} lines={2} />
          <div>
            {questions.map((list, page) =>
              list.map((question, at) => (
                <QuestionEdit
                  key={`${page}.${question.key}`}
                  number={questions.slice(0, page).flat().length + at + 1}
                  question={question}
                  offered={asked.filter((it) => it.key === question.key).flatMap((it) => it.options ?? [])}
                  onChange={(next) => change(page, at, next)}
                  onUp={page > 0 ? () => move(page, -1) : undefined}
                  onDown={page < questions.length - 1 ? () => move(page, 1) : undefined}
                  later={[...list.slice(at + 1), ...questions.slice(page + 1).flat()].map((it) => it.key)}
                  onRemove={() => setPages(questions.map((it, p) => (p === page ? it.filter((_, q) => q !== at) : it)))}
                />
              )),
            )}
          </div>
          <NewQuestion taken={[...questions.flat(), ...asked].map((it) => it.key)} onAdd={(question) => setPages([...questions, [question]])} />
          <Wording label={t('survey-thanks')} value={draft.thanks} onChange={(thanks) => setDraft({ thanks })} lines={2} />
        </Form>
        </fieldset>
      </div>
      {isAsking && (
        <PublishDialog
          survey={survey}
          isBusy={publish.isPending}
          error={publish.error}
          onConfirm={() => publish.mutate()}
          onClose={() => {
            setAsking(false);
            publish.reset();
          }}
        />
      )}
      <aside className={styles.side} aria-label={t('survey-preview')}>
        {survey.findings.length > 0 ? (
          <ul className={styles.findings}>
            {survey.findings.map((it, at) => (
              <li key={at}>
                {t('survey-finding', { code: it.code })}
                {it.question ? ` · ${it.question}` : ''}
                {it.part ? ` · ${it.part}` : ''}
                {it.language ? ` · ${t('me-language-name', { code: it.language })}` : ''}
              </li>
            ))}
          </ul>
        ) : (
          <p className={styles.sound}>{t('survey-sound')}</p>
        )}
        <SegmentedControl
          aria-label={t('survey-preview-language')}
          value={locale}
          data={survey.draft.languages.map((code) => ({ value: code, label: t('me-language-name', { code }) }))}
          onChange={(it) => setLocale(it as LocaleCode)}
        />
        <Preview id={survey.id} version={survey.version} locale={locale} />
      </aside>
    </div>
  );
}

/** One wording in both languages, side by side; a missing one says so. */
function Wording({ label, value, onChange, lines = 1 }: { label: string; value: Texts | undefined; onChange: (next: Texts) => void; lines?: number }) {
  const t = useWords();
  return (
    <div className={styles.two}>
      {LANGUAGES.map((code) => {
        const props = {
          label: `${label} · ${t('me-language-name', { code })}`,
          lang: code,
          value: value?.[code] ?? '',
          placeholder: t('survey-missing'),
        };
        return lines > 1 ? (
          <Textarea key={code} {...props} autosize minRows={lines} onChange={(event) => onChange({ ...value, [code]: event.currentTarget.value })} />
        ) : (
          <TextInput key={code} {...props} onChange={(event) => onChange({ ...value, [code]: event.currentTarget.value })} />
        );
      })}
    </div>
  );
}

function logicOf(jump: Jump, t: Words): string {
  const { when } = jump;
  const to = jump.to === 'end' ? t('survey-jump-end') : t('survey-jump-to', { question: jump.to.question });
  const condition =
    typeof when.at_most === 'number'
      ? t('survey-if-at-most', { score: when.at_most })
      : typeof when.at_least === 'number'
        ? t('survey-if-at-least', { score: when.at_least })
        : when.unanswered
          ? t('survey-if-unanswered')
          : typeof when.yes === 'boolean'
            ? t('survey-if-yes', { yes: String(when.yes) })
            : t('survey-if-any', { options: when.any_of?.join(', ') ?? '' });
  return `${condition} → ${to}`;
}

function QuestionEdit({ number, question, offered, later, onChange, onUp, onDown, onRemove }: { number: number; question: Question; offered: readonly { key: string }[]; later: readonly string[]; onChange: (next: Question) => void; onUp: (() => void) | undefined; onDown: (() => void) | undefined; onRemove: () => void }) {
  const t = useWords();
  const scored = question.kind === 'nps' || question.kind === 'satisfaction' || question.kind === 'effort';
  return (
    <fieldset className={styles.question}>
      <legend>
        <span className={styles.grow}>
          {number} · {t('survey-kind', { kind: question.kind })} <code className="meta">{question.key}</code>
        </span>
        {onUp && (
          <Button size="compact-sm" variant="subtle" onClick={onUp}>
            {t('survey-up')}
          </Button>
        )}
        {onDown && (
          <Button size="compact-sm" variant="subtle" onClick={onDown}>
            {t('survey-down')}
          </Button>
        )}
        <Button size="compact-sm" variant="subtle" onClick={onRemove}>
          {t('survey-remove')}
        </Button>
      </legend>
      <Wording label={t('survey-question')} value={question.text} onChange={(text) => onChange({ ...question, text })} lines={2} />
      {scored && (
        <>
          <Wording label={t('survey-low')} value={question.low_label} onChange={(it) => onChange({ ...question, low_label: it })} />
          <Wording label={t('survey-high')} value={question.high_label} onChange={(it) => onChange({ ...question, high_label: it })} />
        </>
      )}
      {question.kind === 'choice' && (
        <>
          {question.options?.map((option, at) => (
            <Wording
              key={option.key}
              label={`${t('survey-option')} ${at + 1}`}
              value={option.text}
              onChange={(text) => onChange({ ...question, options: question.options?.map((it, o) => (o === at ? { ...it, text } : it)) ?? [] })}
            />
          ))}
          <div>
            <Button
              onClick={() => {
                const options = question.options ?? [];
                onChange({ ...question, options: [...options, { key: freeKey('option', options.length + 1, [...options, ...offered].map((it) => it.key)), text: {} }] });
              }}
            >
              {t('survey-option-add')}
            </Button>
          </div>
        </>
      )}
      <div className={styles.flags}>
        <Checkbox label={t('survey-required')} checked={question.required} onChange={(event) => onChange({ ...question, required: event.currentTarget.checked })} />
        <Checkbox label={t('survey-decline')} checked={question.may_decline} onChange={(event) => onChange({ ...question, may_decline: event.currentTarget.checked })} />
        {question.kind === 'choice' && (
          <Checkbox label={t('survey-multiple')} checked={question.multiple ?? false} onChange={(event) => onChange({ ...question, multiple: event.currentTarget.checked })} />
        )}
      </div>
      {question.jumps?.map((jump, at) => (
        <p key={at} className={styles.logic}>
          {logicOf(jump, t)}{' '}
          <Button size="compact-sm" variant="subtle" onClick={() => onChange({ ...question, jumps: question.jumps?.filter((_, j) => j !== at) ?? [] })}>
            {t('survey-jump-remove')}
          </Button>
        </p>
      ))}
      <NewJump question={question} later={later} onAdd={(jump) => onChange({ ...question, jumps: [...(question.jumps ?? []), jump] })} />
    </fieldset>
  );
}

/** Which conditions a kind of answer can meet. */
const WHENS: Readonly<Record<KindCode, readonly When[]>> = {
  nps: ['at_most', 'at_least', 'unanswered'],
  satisfaction: ['at_most', 'at_least', 'unanswered'],
  effort: ['at_most', 'at_least', 'unanswered'],
  choice: ['any_of', 'unanswered'],
  text: ['unanswered'],
  callback: ['yes', 'no', 'unanswered'],
};
type When = 'at_most' | 'at_least' | 'any_of' | 'yes' | 'no' | 'unanswered';
const TOPS: Partial<Record<KindCode, number>> = { nps: 10, satisfaction: 5, effort: 7 };

function conditionOf(when: When, score: number, option: string): Condition {
  switch (when) {
    case 'at_most':
      return { at_most: score };
    case 'at_least':
      return { at_least: score };
    case 'any_of':
      return { any_of: [option] };
    case 'yes':
      return { yes: true };
    case 'no':
      return { yes: false };
    case 'unanswered':
      return { unanswered: true };
  }
}

/** « Si 6 ou moins → question pourquoi » : where an answer leads; only forward, so that no survey runs in a circle. */
function NewJump({ question, later, onAdd }: { question: Question; later: readonly string[]; onAdd: (jump: Jump) => void }) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  const whens = WHENS[question.kind];
  const [when, setWhen] = useState<When>(whens[0] ?? 'unanswered');
  const [score, setScore] = useState(Math.floor((TOPS[question.kind] ?? 10) / 2));
  const [option, setOption] = useState(question.options?.[0]?.key ?? '');
  const [to, setTo] = useState('');
  if (!isOpen) {
    return (
      <div>
        <Button size="compact-sm" variant="subtle" aria-label={`${t('survey-jump-add')} · ${question.key}`} onClick={() => setOpen(true)}>
          {t('survey-jump-add')}
        </Button>
      </div>
    );
  }
  const add = () => {
    onAdd({ when: conditionOf(when, score, option), to: later.includes(to) ? { question: to } : 'end' });
    setOpen(false);
  };
  return (
    <div className={styles.jump} role="group" aria-label={t('survey-jump-add')}>
      <NativeSelect label={t('survey-when')} value={when} data={whens.map((it) => ({ value: it, label: t('survey-when-name', { when: it }) }))} onChange={(event) => setWhen(event.currentTarget.value as When)} />
      {(when === 'at_most' || when === 'at_least') && (
        <NumberInput label={t('results-score')} value={score} min={question.kind === 'nps' ? 0 : 1} max={TOPS[question.kind] ?? 10} onChange={(it) => setScore(Number(it) || 0)} />
      )}
      {when === 'any_of' && (
        <NativeSelect
          label={t('survey-option')}
          value={option}
          data={(question.options ?? []).map((it) => ({ value: it.key, label: it.text.fr ?? it.text.en ?? it.key }))}
          onChange={(event) => setOption(event.currentTarget.value)}
        />
      )}
      <NativeSelect
        label={t('survey-jump-go')}
        value={to}
        data={[...later.map((key) => ({ value: key, label: t('survey-jump-to', { question: key }) })), { value: '', label: t('survey-jump-end') }]}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      <Button onClick={add}>{t('survey-jump-keep')}</Button>
      <Button variant="subtle" onClick={() => setOpen(false)}>
        {t('ui-cancel')}
      </Button>
    </div>
  );
}

function NewQuestion({ taken, onAdd }: { taken: readonly string[]; onAdd: (question: Question) => void }) {
  const t = useWords();
  const [kind, setKind] = useState<KindCode>('text');
  const add = () => {
    const key = taken.includes(kind) ? freeKey(kind, 2, taken) : kind;
    onAdd({ key, text: {}, kind, required: false, may_decline: kind !== 'text', ...(kind === 'choice' ? { options: [{ key: 'option_1', text: {} }, { key: 'option_2', text: {} }] } : {}) });
  };
  return (
    <div className={styles.flags}>
      <NativeSelect
        aria-label={t('survey-kind-new')}
        value={kind}
        data={KINDS.map((it) => ({ value: it, label: t('survey-kind', { kind: it }) }))}
        onChange={(event) => setKind(event.currentTarget.value as KindCode)}
      />
      <Button onClick={add}>{t('survey-add')}</Button>
    </div>
  );
}
