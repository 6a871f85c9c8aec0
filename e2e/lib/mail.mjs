// Reading and writing mail, as little of it as the journeys need.

/** Header names are lower-case; a header that comes twice keeps its last value. */
function headersOf(text) {
  const headers = {};
  for (const line of text.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const at = line.indexOf(':');
    if (at > 0) headers[line.slice(0, at).toLowerCase()] = line.slice(at + 1).trim();
  }
  return headers;
}

function decoded(body, encoding) {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const plain = body.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1').toString('utf8');
}

/** A part with its parts: `{headers, type, parts, text}`. */
export function parse(raw) {
  const [, head, body] = /^([^]*?)\r?\n\r?\n([^]*)$/.exec(raw) ?? [null, raw, ''];
  const headers = headersOf(head);
  const type = /^[^;\s]+/.exec(headers['content-type'] ?? 'text/plain')[0].toLowerCase();
  const boundary = /boundary="?([^";]+)"?/i.exec(headers['content-type'] ?? '')?.[1];
  const pieces = boundary ? body.split(`--${boundary}`).slice(1, -1) : [];
  const parts = pieces.map((piece) => parse(piece.replace(/^\r?\n/, '')));
  return { headers, type, parts, text: decoded(body, headers['content-transfer-encoding']?.toLowerCase()) };
}

/** The text of the first part of `type`, wherever it stands. */
export function partOf(mail, type) {
  if (mail.type === type) return mail.text;
  for (const part of mail.parts) {
    const found = partOf(part, type);
    if (found !== undefined) return found;
  }
  return undefined;
}

const encoded = (text) => (/^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`);

/** What a customer's mail program would send. */
export function compose({ from, name, to, subject, text, id, inReplyTo }) {
  const headers = [
    `From: ${encoded(name)} <${from}>`,
    `To: <${to}>`,
    `Subject: ${encoded(subject)}`,
    `Message-ID: <${id}>`,
    `Date: ${new Date().toUTCString()}`,
    ...(inReplyTo ? [`In-Reply-To: ${inReplyTo}`, `References: ${inReplyTo}`] : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
  ];
  const body = Buffer.from(text.replace(/\n/g, '\r\n')).toString('base64').replace(/.{76}/g, '$&\r\n');
  return `${headers.join('\r\n')}\r\n\r\n${body}\r\n`;
}
