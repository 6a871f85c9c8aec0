import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { post } from '@/api/http';
import type { Case, Rendering } from '@/api/types';
import { alarm } from '@/shell/announce';
import { type Offer, useOffers } from '@/shell/offers';
import { record } from '@/shell/undo';
import { errorText } from '@/ui/states';
import { useWords } from '@/words';

import { templatesQuery } from './calls';
import { ranked } from './template-rank';

/** The palette finds the templates of the case in view by their words, and puts the chosen one into the answer. */
export function useTemplateOffers(it: Case | null, insert: (text: string) => void): void {
  const t = useWords();
  const client = useQueryClient();
  const [id, type, subject, language] = [it?.id, it?.type ?? '', it?.subject ?? '', it?.language ?? ''];
  const source = useCallback(async (): Promise<readonly Offer[]> => {
    const { items } = await client.ensureQueryData(templatesQuery);
    return ranked(items, { type, subject, language }, {}).map(({ template }) => ({
      id: template.id,
      label: template.name,
      detail: template.language === language ? undefined : t('me-language-name', { code: template.language }),
      words: `${template.intent.replaceAll('_', ' ')} ${template.body}`,
      run: () =>
        void post<Rendering>(`/reply-templates/${template.id}/rendering`, { case_id: id }).then(
          (filled) => insert(filled.text),
          (error: unknown) => {
            record({ label: errorText(error, t), tone: 'failed' });
            alarm(errorText(error, t));
          },
        ),
    }));
  }, [client, t, id, type, subject, language, insert]);
  useOffers(id === undefined ? null : source);
}
