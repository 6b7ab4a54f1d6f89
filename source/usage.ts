/** Declares the commands of the command line, their options, and the text of --help. */
import {nearest} from '../lib/nearest.ts';

export const help = `
Usage
  npx chat-tui [address]                                the client; without an address: the server used last
  npx chat-tui serve [port] [block-duration] [timeout]  the server; in a terminal with its console
  npx chat-tui send <user> [text...]                    sends from a script; the text may come on stdin
  npx chat-tui send --file PATH <user> [text...]        offers a friend a file, and sends it once they accept
  npx chat-tui history <user>                           prints what was said
  npx chat-tui watch [user...]                          prints what arrives, until Ctrl-C; without a name: all of it
  npx chat-tui demo                                     tries everything, with three sample people; leaves nothing behind
  npx chat-tui forget-server <address>                  accepts another key there, after a real change
  npx chat-tui status                                   tells how the server of this machine is
  npx chat-tui admin <command...>                       tells the running server of this machine what to do
  npx chat-tui export <file.json>                       writes the whole database of a stopped server into one file
  npx chat-tui import <file.json>                       makes a data folder from such a file
  npx chat-tui backup <folder>                          copies a data folder, also of a running server
  npx chat-tui doctor                                   looks for damage in a data folder
  npx chat-tui hash-password                            hashes a password for a file of users

In place of a user, a room is '#build' or room:build. An address is HOST, HOST:PORT or the line
that a host gives you: HOST:PORT#fingerprint.code

Options of the client, send, history and watch
  --server HOST:PORT        the server; the port is 10001 unless given
  --user NAME               signs in at once; the password is taken from CHAT_TUI_PASSWORD, or asked for
  --signup                  makes the account
  --trust SHA256:…          the fingerprint that the server must show
  --insecure-plaintext      no encryption, to a server on this machine that has none

Options of send
  --file PATH               a file for a friend
  --code                    keeps the layout of the text, tabs included, as a block of code

Options of history and watch
  --json                    one JSON object a line
  --limit N                 history: how many messages, the newest (default: 50)

Options of serve
  --host HOST               where it listens (default: 127.0.0.1, this machine alone)
  --port PORT               (default: 10001)
  --data DIR                where everything is kept
  --users FILE              a roster of users to import into an empty data folder
  --signup open|invite|closed  who may sign up (default: open on this machine alone, else invite)
  --member-invites          members may make invite codes for one newcomer each, not only admins
  --admin NAME,NAME         accounts that may sign users out, ban them and reset their passwords
  --block-duration SECONDS  after three wrong passwords (default: 60)
  --timeout SECONDS         signs out a user who is idle for so long (default: 0, never)
  --messages-per-day N      of one account (default: 20000); likewise
  --bytes-per-day N         of text, with K, M or G (default: 64M), and
  --rooms-per-day N         that it makes (default: 100)
  --retain 90d              forgets messages that are older, for good (h, d, w, y; default: never)
  --plain                   log lines without colours, and no console, whatever stdout is
  --insecure-plaintext      no encryption; on this machine alone
  --no-announce             other machines on the network do not find the server by themselves
  --metrics PORT            serves /metrics (Prometheus) and /health on this machine alone
  --stop                    ends the server that uses the data folder

Options of status and admin
  --data DIR                the data folder of the server
  --json                    one JSON value instead of lines
  --yes                     does what the command asks about first

Options of export and import
  --data DIR                the data folder; import needs an empty one, or none
  --with-key                exports the server's key as well, by which clients know it

Options of backup and doctor
  --data DIR                the data folder
  --mend                    doctor mends what can be mended, and keeps a copy of what it changes

  --help, --version         everywhere

Environment
  CHAT_TUI_PASSWORD         the password, for --user
  CHAT_TUI_HOME             the folder of the client's own files
  CHAT_TUI_LAN=off          neither looks for servers on the network nor announces one
  NO_COLOR                  no colours

Exit codes: 0 done, 1 it failed, 2 the command line is wrong; 128 and more: a signal ended it.`;

/** `on`: a boolean that is true unless `--no-…` is given. */
export type Option = 'string' | 'boolean' | 'on';

const server = {
	server: 'string',
	user: 'string',
	signup: 'boolean',
	trust: 'string',
	insecurePlaintext: 'boolean',
} as const;

/** The options of each command, in camel case; `client` runs when no command is given. */
export const options = {
	client: server,
	send: {...server, file: 'string', code: 'boolean'},
	history: {...server, json: 'boolean', limit: 'string'},
	watch: {...server, json: 'boolean'},
	demo: {},
	'forget-server': {},
	status: {data: 'string', json: 'boolean'},
	admin: {data: 'string', json: 'boolean', yes: 'boolean'},
	export: {data: 'string', withKey: 'boolean'},
	import: {data: 'string'},
	backup: {data: 'string'},
	doctor: {data: 'string', mend: 'boolean'},
	'hash-password': {},
	serve: {
		host: 'string',
		port: 'string',
		data: 'string',
		users: 'string',
		signup: 'string',
		memberInvites: 'boolean',
		admin: 'string',
		roomsPerDay: 'string',
		messagesPerDay: 'string',
		bytesPerDay: 'string',
		blockDuration: 'string',
		timeout: 'string',
		retain: 'string',
		plain: 'boolean',
		insecurePlaintext: 'boolean',
		announce: 'on',
		metrics: 'string',
		stop: 'boolean',
	},
} as const satisfies Record<string, Readonly<Record<string, Option>>>;

export type CommandName = keyof typeof options;
type Value = {string: string; boolean: boolean; on: boolean};
/** The values of a command's options. */
export type FlagsOf<W extends CommandName> = {
	readonly [O in keyof (typeof options)[W]]?: Value[(typeof options)[W][O] & Option];
};

/** How other programs spell help and version. */
export const FLAG_ALIASES: ReadonlyMap<string, string> = new Map([
	...['-h', '-H', '-?', '/?', '-help', '/help', '--HELP'].map(short => [short, '--help'] as const),
	...['-v', '-V', '-version', '--VERSION'].map(short => [short, '--version'] as const),
]);

/** Commands of other programs, and the one of this program that each stands for. */
const ALIASES: Readonly<Record<string, string>> = {
	...aliasesOf('--help', 'help usage man info list ls users who rooms'),
	...aliasesOf('--version', 'version'),
	...aliasesOf('serve', 'host server start run up daemon restart create'),
	...aliasesOf('serve --stop', 'stop down kill'),
	...aliasesOf('HOST:PORT', 'connect join client open login signin'),
	...aliasesOf('--signup', 'signup register'),
	...aliasesOf('send', 'msg message say tell write post dm'),
	...aliasesOf('history', 'log logs read show'),
	...aliasesOf('watch', 'tail follow listen monitor'),
	...aliasesOf('forget-server', 'forget trust'),
	...aliasesOf('admin', 'operator sudo kick ban'),
	...aliasesOf('export', 'dump'),
	...aliasesOf('import', 'restore load'),
	...aliasesOf('backup', 'save copy'),
	...aliasesOf('doctor', 'check fsck repair'),
	...aliasesOf('hash-password', 'hash mkpasswd'),
};
/** Minimum letters of a mistyped command; a shorter word is more likely the name of a server. */
const MIN_LENGTH = 4;

function aliasesOf(command: string, words: string): Readonly<Record<string, string>> {
	return Object.fromEntries(words.split(' ').map(word => [word, command]));
}

/** @returns the command that a wrong one may stand for; undefined if the word may be the name of a server */
export function suggestCommand(word: string): string | undefined {
	const lower = word.toLowerCase();
	if (Object.hasOwn(ALIASES, lower)) return ALIASES[lower];
	const commands = Object.keys(options).filter(command => command !== 'client');
	return lower.length < MIN_LENGTH ? undefined : nearest(lower, commands);
}
