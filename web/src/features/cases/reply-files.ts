import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { get, post, remove } from '@/api/http';

/** A file that waits for its answer: crates/mailroom, `ReplyFile`. */
export interface ReplyFile {
  id: string;
  name: string;
  media_type: string;
  size_bytes: number;
  is_dangerous: boolean;
}

interface ReplyFiles {
  items: ReplyFile[];
  files_max: number;
  bytes_max: number;
}

/** One on its way to the server, or refused by it. */
export interface Upload {
  key: number;
  name: string;
  size: number;
  error: unknown;
}

export type Refusal = 'files' | 'bytes';

/** What of `more` fits beside what is there, in the order given, and why the rest does not: told before a byte is sent. */
export function fitting<T extends { size: number }>(more: readonly T[], there: readonly number[], most: { files: number; bytes: number }): { taken: T[]; refused: { file: T; why: Refusal }[] } {
  let [files, bytes] = [there.length, there.reduce((sum, size) => sum + size, 0)];
  const taken: T[] = [];
  const refused: { file: T; why: Refusal }[] = [];
  for (const file of more) {
    const why = files >= most.files ? 'files' : bytes + file.size > most.bytes ? 'bytes' : null;
    if (why) {
      refused.push({ file, why });
    } else {
      taken.push(file);
      files += 1;
      bytes += file.size;
    }
  }
  return { taken, refused };
}

/** Whether a text speaks of a file that goes along: read before it leaves without one. */
export const speaksOfFile = (text: string) => /pi[eè]ces?[\s\u00a0-]jointes?|ci[\s-]?joint|ci[\s-]?apr[eè]s en pi[eè]ce|\b(is|are|find|have|i|we)\b[^.\n]{0,40}\b(attached|enclosed)\b|\battachment/i.test(text);

export const replyFilesKey = (id: string) => ['reply-files', id] as const;

let counter = 0;

/** The files of the answer one is writing on a case: kept by the server like its draft, gone once they are sent. */
export function useReplyFiles(caseId: string, enabled: boolean) {
  const client = useQueryClient();
  const key = replyFilesKey(caseId);
  const found = useQuery({ queryKey: key, queryFn: ({ signal }) => get<ReplyFiles>(`/cases/${caseId}/reply-files`, {}, signal), enabled, staleTime: 0 });
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [refused, setRefused] = useState<{ name: string; why: Refusal }[]>([]);
  const mounted = useRef(true);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);
  const change = (part: (items: ReplyFile[]) => ReplyFile[]) => client.setQueryData<ReplyFiles>(key, (now) => now && { ...now, items: part(now.items) });

  const uploadOne = async (file: File) => {
    counter += 1;
    const upload: Upload = { key: counter, name: file.name, size: file.size, error: null };
    setUploads((now) => [...now, upload]);
    const form = new FormData();
    form.append('file', file, file.name);
    try {
      const added = await post<ReplyFile>(`/cases/${caseId}/reply-files`, form);
      change((items) => [...items.filter((it) => it.id !== added.id), added]);
      if (mounted.current) {
        setUploads((now) => now.filter((it) => it !== upload));
      }
    } catch (error) {
      if (mounted.current) {
        setUploads((now) => now.map((it) => (it === upload ? { ...it, error } : it)));
      }
    }
  };
  const items = found.data?.items ?? [];
  const underWay = uploads.filter((it) => it.error === null);
  return {
    items,
    uploads,
    refused,
    most: found.data,
    isBusy: underWay.length > 0,
    ready: found.data !== undefined,
    /** One after the other: a line is shared badly by ten. */
    add: async (files: readonly File[]) => {
      const most = found.data ?? (await client.fetchQuery<ReplyFiles>({ queryKey: key, queryFn: () => get<ReplyFiles>(`/cases/${caseId}/reply-files`) }));
      const there = [...items.map((it) => it.size_bytes), ...underWay.map((it) => it.size)];
      const { taken, refused: over } = fitting(files, there, { files: most.files_max, bytes: most.bytes_max });
      setRefused(over.map(({ file, why }) => ({ name: file.name, why })));
      for (const file of taken) {
        await uploadOne(file);
      }
    },
    remove: async (id: string) => {
      const before = client.getQueryData<ReplyFiles>(key);
      change((now) => now.filter((it) => it.id !== id));
      await remove(`/cases/${caseId}/reply-files/${id}`).catch(() => client.setQueryData(key, before));
    },
    forget: (upload: Upload) => setUploads((now) => now.filter((it) => it !== upload)),
    /** They were sent, or came back: what the server holds is what there is. */
    refresh: () => client.invalidateQueries({ queryKey: key }),
  };
}

export type ReplyFilesState = ReturnType<typeof useReplyFiles>;
