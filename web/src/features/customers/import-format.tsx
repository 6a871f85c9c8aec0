import { FileInput, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { put } from '@/api/http';
import type { components } from '@/api/schema';
import type { Whole } from '@/api/types';
import { record } from '@/shell/undo';
import { fieldError, Form, formStyles, useForm } from '@/ui/form';
import { useWords } from '@/words';

import { layoutText, saysEncoding } from './layout-text';

type Format = components['schemas']['Format'];
type Import = Whole<components['schemas']['ImportView']>;

const FORMATS: Format[] = ['delimited', 'json_lines', 'fixed_width', 'parquet'];
const ENCODINGS = ['IBM1147', 'IBM297', 'IBM1148', 'IBM500', 'IBM037', 'IBM1140', 'IBM273', 'IBM1141', 'UTF-8', 'windows-1252', 'ISO-8859-15'];

/** What kind of file it is, as it was found; people may know better. A file of fixed width is described here. */
export function FormatForm({ it, onRead }: { it: Import; onRead: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const { format, encoding, layout } = it.mapping;
  const form = useForm({ format, encoding, layout: layoutText(layout) });
  const { values, set } = form;
  const isFixed = values.format === 'fixed_width';
  // What the layout says of its encoding holds: it is asked nowhere else.
  const isSaid = isFixed && saysEncoding(values.layout);
  const read = useMutation({
    // Of another format another encoding is found, unless it was said here.
    mutationFn: () =>
      put<Import>(
        `/imports/${it.id}/format`,
        { format: values.format, encoding: !isSaid && (isFixed || values.encoding !== encoding) ? values.encoding : null, layout_text: isFixed ? values.layout : null },
        it.version,
      ),
    onSuccess: (next) => {
      form.saved();
      record({ label: t('import-format-read') });
      client.setQueryData(['/imports', it.id], next);
      onRead();
    },
  });
  const onChooseLayout = (file: File | null) => void file?.text().then((text) => set('layout', text));
  return (
    <Form label={t('import-format')} act={t('import-format-act')} form={form} error={read.error} isBusy={read.isPending} onSave={() => read.mutate()}>
      <h2>{t('import-format-found', { format })}</h2>
      <div className={formStyles.pair}>
        <NativeSelect
          label={t('import-format')}
          value={values.format}
          data={FORMATS.map((value) => ({ value, label: t('import-format-name', { format: value }) }))}
          onChange={(event) => set('format', event.currentTarget.value as Format)}
        />
        {isFixed && (
          <>
            {!isSaid && (
              <NativeSelect
                label={t('import-encoding')}
                description={t('import-code-page-why')}
                value={values.encoding}
                data={[...new Set([values.encoding, ...ENCODINGS])]}
                onChange={(event) => set('encoding', event.currentTarget.value)}
              />
            )}
            <FileInput label={t('import-layout-file')} placeholder={t('import-choose')} value={null} onChange={onChooseLayout} />
          </>
        )}
      </div>
      {isFixed && (
        <Textarea
          label={t('import-layout')}
          description={t('import-layout-why')}
          placeholder={'id 1 8\nlast_name 9 30\nborn_on 39 8 date YYYYMMDD\nbalance 47 5 packed 2'}
          spellCheck={false}
          autosize
          minRows={6}
          value={values.layout}
          error={fieldError(read.error, 'layout')}
          onChange={(event) => set('layout', event.currentTarget.value)}
        />
      )}
    </Form>
  );
}
