/** What the command line takes: the options of each word, and the text of --help. */
import {nearest} from '../lib/nearest.ts';

export const help = `
Usage
  npx chat-tui [address]                                the client; without an address: the server used last
  npx chat-tui serve [port] [block-duration] [timeout]  the server
  npx chat-tui send <user> [text...]                    sends from a script; the text may come on stdin
  npx chat-tui history <user>                           prints what was said
  npx chat-tui forget-server <address>                  accepts another key there, after a real change

An address is HOST, HOST:PORT or the line that a host gives you: HOST:PORT#fingerprint.code

Options of the client, send and history
  --server HOST:PORT        the server; the port is 10001 unless given
  --user NAME               signs in at once; the password is taken from CHAT_TUI_PASSWORD, or asked for
  --signup                  makes the account
  --trust SHA256:…          the fingerprint that the server must show
  --insecure-plaintext      no encryption, to a server on this machine that has none

Options of history
  --json                    one JSON object a line
  --limit N                 how many messages, the newest (default: 50)

Options of serve
  --host HOST               where it listens (default: 127.0.0.1, this machine alone)
  --port PORT               (default: 10001)
  --data DIR                where everything is kept
  --users FILE              people to begin with, for an empty data folder
  --signup open|invite|closed  who may sign up (default: open on this machine alone, else invite)
  --block-duration SECONDS  after three wrong passwords (default: 60)
  --timeout SECONDS         who does nothing for so long is signed out (default: 0, never)
  --plain                   log lines without colours, whatever stdout is
  --insecure-plaintext      no encryption; on this machine alone
  --stop                    ends the server that uses the data folder

  --help, --version         everywhere

Environment
  CHAT_TUI_PASSWORD         the password, for --user
  CHAT_TUI_HOME             the folder of the client's own files
  NO_COLOR                  no colours

Exit codes: 0 done, 1 it failed, 2 the command line is wrong; 128 and more: a signal ended it.`;

export type Option = 'string' | 'boolean';

const server = {
	server: 'string',
	user: 'string',
	signup: 'boolean',
	trust: 'string',
	insecurePlaintext: 'boolean',
} as const;

/** The options of each word, in camel case; `client` is what runs when there is none. */
export const options = {
	client: server,
	send: server,
	history: {...server, json: 'boolean', limit: 'string'},
	'forget-server': {},
	serve: {
		host: 'string',
		port: 'string',
		data: 'string',
		users: 'string',
		signup: 'string',
		blockDuration: 'string',
		timeout: 'string',
		plain: 'boolean',
		insecurePlaintext: 'boolean',
		stop: 'boolean',
	},
} as const satisfies Record<string, Readonly<Record<string, Option>>>;

export type Word = keyof typeof options;
type Value = {string: string; boolean: boolean};
/** The options of a word as they were given. */
export type Given<W extends Word> = {
	readonly [O in keyof (typeof options)[W]]?: Value[(typeof options)[W][O] & Option];
};

/** What people type for help and version in other places. */
export const SHORT: ReadonlyMap<string, string> = new Map([
	...['-h', '-H', '-?', '/?', '-help', '/help', '--HELP'].map(short => [short, '--help'] as const),
	...['-v', '-V', '-version', '--VERSION'].map(short => [short, '--version'] as const),
]);

/** Words that other programs have and that are no name of a server here: what stands for each. */
const ELSEWHERE: Readonly<Record<string, string>> = {
	...meaning('--help', 'help usage man info status list ls users who rooms'),
	...meaning('--version', 'version'),
	...meaning('serve', 'host server start run up daemon restart create'),
	...meaning('serve --stop', 'stop down kill'),
	...meaning('HOST:PORT', 'connect join client open login signin'),
	...meaning('--signup', 'signup register'),
	...meaning('send', 'msg message say tell write post dm'),
	...meaning('history', 'log logs read show tail'),
	...meaning('forget-server', 'forget trust'),
};
/** A shorter word is more likely a name of a server than a command written wrongly. */
const MIN_LENGTH = 4;

function meaning(command: string, words: string): Readonly<Record<string, string>> {
	return Object.fromEntries(words.split(' ').map(word => [word, command]));
}

/** The command that somebody meant who wrote this in its place; undefined for what may be the name of a server. */
export function wordMeant(word: string): string | undefined {
	const lower = word.toLowerCase();
	if (Object.hasOwn(ELSEWHERE, lower)) return ELSEWHERE[lower];
	const commands = Object.keys(options).filter(command => command !== 'client');
	return lower.length < MIN_LENGTH ? undefined : nearest(lower, commands);
}
