// The real program on a store of its own, and real mail servers beside it.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { execFileSync } from 'node:child_process';

import { until } from './runner.mjs';

const root = resolve(import.meta.dirname, '../..');
export const binary = process.env.ENTENTE_TEST_BINARY ?? join(root, 'target/debug/entente');

/** A port that is free just now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** A fresh PostgreSQL database on the test server, or null where there is none. */
export function freshDatabase() {
  const server = process.env.ENTENTE_TEST_POSTGRES;
  if (!server) return null;
  const name = `e2e_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
  execFileSync('psql', [server, '-q', '-c', `create database ${name}`]);
  return server.replace(/\/[^/]*$/, `/${name}`);
}

/** The program, running. */
export class Program {
  constructor({ engine = 'sqlite', args = [], env = {} } = {}) {
    this.folder = mkdtempSync(join(tmpdir(), 'entente-e2e-'));
    this.engine = engine;
    this.args = args;
    this.env = env;
    this.log = [];
  }

  /** Makes its store's database, if it is to have one. */
  prepare() {
    if (this.engine === 'postgres') this.database ??= freshDatabase();
  }

  /** Starts it and waits until it answers. */
  async start() {
    this.port ??= await freePort();
    this.url = `http://127.0.0.1:${this.port}`;
    this.prepare();
    const { database } = this;
    const env = {
      PATH: process.env.PATH,
      HOME: this.folder,
      ENTENTE_DATA_FOLDER: this.folder,
      ENTENTE_PUBLIC_URL: this.url,
      ENTENTE_HTTP_LISTEN: `127.0.0.1:${this.port}`,
      ENTENTE_COMPANY: 'Mutuelle des Rives',
      ...(database ? { ENTENTE_DATABASE_URL: database } : {}),
      ...this.env,
    };
    const begun = Date.now();
    this.child = spawn(binary, this.args.length ? this.args : ['serve'], { env, cwd: this.folder });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.on('data', (data) => this.log.push(String(data)));
    }
    this.child.once('exit', (code) => (this.ended = code ?? 'signal'));
    await until('the program answers', async () => {
      if (this.ended !== undefined) throw new Error(`it ended (${this.ended})`);
      return (await fetch(`${this.url}/healthz`)).ok;
    }, 120_000).catch((error) => {
      throw new Error(`${error.message}; its log:\n${this.log.join('').slice(-2000)}`);
    });
    this.startMs = Date.now() - begun;
    return this;
  }

  /** Runs another command of the program on the same store. */
  command(...args) {
    const env = { PATH: process.env.PATH, ENTENTE_DATA_FOLDER: this.folder, ENTENTE_PUBLIC_URL: this.url ?? 'http://127.0.0.1:1', ...(this.database ? { ENTENTE_DATABASE_URL: this.database } : {}), ...this.env };
    return execFileSync(binary, args, { env, cwd: this.folder, encoding: 'utf8' });
  }

  /** Ends it as an operator would. */
  async stop() {
    if (!this.child || this.ended !== undefined) return;
    this.child.kill('SIGTERM');
    await until('the program ends', () => this.ended !== undefined, 30_000);
    this.ended = undefined;
  }

  /** Ends it and forgets its store. */
  async dispose() {
    await this.stop().catch(() => this.child?.kill('SIGKILL'));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Dovecot and Exim on loopback, through testkit's helper. */
export class MailServers {
  static async start(users) {
    const servers = new MailServers();
    const helper = process.env.ENTENTE_TEST_MAIL_SERVERS ?? join(root, 'target/debug/mail_servers');
    servers.child = spawn(helper, Object.entries(users).map(([address, password]) => `${address}=${password}`));
    servers.child.stderr.on('data', (data) => process.stderr.write(data));
    servers.lines = createInterface({ input: servers.child.stdout })[Symbol.asyncIterator]();
    const { value } = await servers.lines.next();
    if (!value) throw new Error('the mail servers did not start');
    Object.assign(servers, JSON.parse(value));
    return servers;
  }

  async ask(question) {
    this.child.stdin.write(`${JSON.stringify(question)}\n`);
    const { value } = await this.lines.next();
    const answer = JSON.parse(value);
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  deliver(from, to, raw) {
    return this.ask({ deliver: { from, to, raw: raw.replace(/\r?\n/g, '\r\n') } });
  }

  async mails(address) {
    return (await this.ask({ mails: address })).mails;
  }

  async stop() {
    this.child.stdin.end();
    await new Promise((resolve) => this.child.once('exit', resolve));
  }
}
