import { address, ApiError, type Problem } from './http';

export interface StepResult {
  step: string;
  is_good: boolean;
  /** What was found or what went wrong, in the language of the screen. */
  words: string;
  /** What the server said, in its own words. */
  said: string | null;
  milliseconds: number;
}

/** Streams the steps of a mailbox test: an event each, as it ends. */
export async function testMailbox(body: unknown, onStep: (step: StepResult) => void, signal: AbortSignal): Promise<void> {
  const response = await fetch(address('/mailbox-tests'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', 'accept-language': document.documentElement.lang || 'fr' },
    body: JSON.stringify(body),
    credentials: 'same-origin',
    signal,
  });
  if (!response.ok || !response.body) {
    const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
    throw new ApiError({ title: response.statusText, status: response.status, code: `http_${response.status}`, ...problem });
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    rest += value ?? '';
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of done ? [...lines, rest] : lines) {
      const text = line.replace(/^data:\s*/, '').trim();
      if (text.startsWith('{')) {
        onStep(JSON.parse(text) as StepResult);
      }
    }
    if (done) {
      return;
    }
  }
}
