/** Declares the commands of the command line, with their options and what their --help says. */

/** `on`: a boolean that is true unless `--no-…` is given. */
type OptionKind = 'string' | 'boolean' | 'on';
/** `value`: what stands for the value in the help. `does`: a line or two for people, of at most 50 characters each. */
export type Option<K extends OptionKind = OptionKind> = {
	readonly kind: K;
	readonly value?: string;
	readonly does: string;
};

type Command = {
	/** In the list of all commands, at most 50 characters. */
	readonly does: string;
	/** What follows the command, one line for each way to use it. */
	readonly words: readonly string[];
	/** By name, in camel case. */
	readonly options: Readonly<Record<string, Option>>;
	/** What else one should know. */
	readonly notes?: string;
};

const server = {
	server: value(
		'HOST:PORT',
		'the server; the port is 10001 unless given;\nseveral on one record: HOST:PORT,HOST:PORT',
	),
	user: value('NAME', 'signs in at once; the password is taken from\nCHAT_TUI_PASSWORD, or asked for'),
	signup: flag('makes the account'),
	trust: value('SHA256:…', 'the fingerprint that the server must show'),
	insecurePlaintext: flag('no encryption, to a server on this machine\nthat has none'),
};
const screenReader = flag(
	'no full screen: each message is a line of its own,\nwhich a screen reader reads out',
);
const place = `In place of a user, a room is '#build' or room:build. An address is HOST,
HOST:PORT or the line that a host gives you: HOST:PORT#fingerprint.code`;
const json = flag('one JSON object a line');
const data = value('DIR', 'the data folder');

/** `client` runs when no command is given. */
export const COMMANDS = {
	client: {
		does: 'the chat; without an address: the server used last',
		words: ['[address]'],
		options: {screenReader, ...server},
	},
	demo: {
		does: 'try everything alone, with three sample people',
		words: [''],
		options: {screenReader},
		notes: 'Its server and its files are gone when you quit.',
	},
	serve: {
		does: 'a server; in a terminal with its console',
		words: ['[port] [block-duration] [timeout]'],
		options: {
			host: value('HOST', 'where it listens (default: 127.0.0.1, this\nmachine alone)'),
			port: value('PORT', '(default: 10001)'),
			data: value('DIR', 'where everything is kept'),
			record: value('URL', 'PostgreSQL record that several servers share:\npostgres://chat@db1,db2/chat'),
			address: value('HOST:PORT', 'where clients reach this server of a record\n(default: where it listens)'),
			users: value('FILE', 'users to import into an empty data folder'),
			signup: value(
				'open|invite|closed',
				'who may sign up (default: open on this machine\nalone, else invite)',
			),
			memberInvites: flag('members may make invite codes for one newcomer\neach, not only admins'),
			admin: value('NAME,NAME', 'accounts that may sign users out, ban them and\nreset their passwords'),
			blockDuration: value('SECONDS', 'how long three wrong passwords block an account\n(default: 60)'),
			timeout: value('SECONDS', 'signs out a user who is idle for so long\n(default: 0, never)'),
			messagesPerDay: value('N', 'messages of one account a day (default: 20000)'),
			bytesPerDay: value('N', 'text of one account a day, with K, M or G\n(default: 64M)'),
			roomsPerDay: value('N', 'rooms that one account makes a day (default: 100)'),
			screens: value(
				'N',
				'screens of one account at once, 1 to 10\n(default: 1; another one takes its place)',
			),
			retain: value('90d', 'forgets messages that are older, for good\n(h, d, w, y; default: never)'),
			filesPerAccount: value('N', 'bytes of the files of one account, 0: none\n(default: 1G)'),
			filesTotal: value('N', 'bytes of all files (default: 10G)'),
			fileLife: value('30d', 'how long a file is kept (default: 30d)'),
			plain: flag('log lines without colours, and no console'),
			insecurePlaintext: flag('no encryption; on this machine alone'),
			announce: unless('other machines on the network do not find the\nserver by themselves'),
			metrics: value('PORT', '/metrics (Prometheus) and /health, for this\nmachine alone'),
			stop: flag('ends the server that uses the data folder'),
		},
	},
	status: {
		does: 'how the server of this machine is',
		words: [''],
		options: {data, json: flag('one JSON value instead of lines')},
	},
	admin: {
		does: 'tell the server of this machine what to do',
		words: ['<command...>'],
		options: {
			data,
			json: flag('one JSON value instead of lines'),
			yes: flag('does what the command asks about first'),
		},
		notes: '`npx chat-tui admin help` lists the commands.',
	},
	send: {
		does: 'send a message or a file, from a script',
		words: ['<user> [text...]', '--file PATH <user> [text...]'],
		options: {
			file: value('PATH', 'offers a friend a file, and sends it once they\naccept, within two minutes'),
			code: flag('keeps the layout of the text, tabs included'),
			...server,
		},
		notes: `The text may come on stdin. It is stored once this has ended with 0.\n\n${place}`,
	},
	history: {
		does: 'print what was said',
		words: ['<user>'],
		options: {limit: value('N', 'how many messages, the newest (default: 50)'), json, ...server},
		notes: place,
	},
	watch: {
		does: 'print what arrives, until Ctrl-C',
		words: ['[user...]'],
		options: {json, ...server},
		notes: `Without a name: all that arrives.\n\n${place}`,
	},
	'forget-server': {
		does: 'accept another key there, after a real change',
		words: ['<address>'],
		options: {},
	},
	backup: {
		does: 'copy a data folder, also of a running server',
		words: ['<folder>'],
		options: {data},
		notes: 'A server starts from the copy as it stands.',
	},
	export: {
		does: 'write the whole database into one file',
		words: ['<file.json>', '--record URL --data DIR'],
		options: {
			data: value(
				'DIR',
				'the data folder; with --record: a new one, from\nwhich a server starts without the record',
			),
			record: value('URL', 'makes a data folder out of this record'),
			withKey: flag("the server's key as well, by which clients\nknow it"),
		},
		notes: 'The server must have stopped; `npx chat-tui admin save` asks a running one.',
	},
	import: {
		does: 'make a data folder from such a file',
		words: ['<file.json>', '--record URL --data DIR'],
		options: {
			data: value('DIR', 'the data folder: an empty one, or none; with\n--record: the one that is moved'),
			record: value('URL', 'moves a data folder into this record, which must\nbe empty'),
		},
	},
	doctor: {
		does: 'look for damage in a data folder',
		words: ['', '--record URL'],
		options: {
			data,
			mend: flag('mends what can be mended, and keeps a copy of\nwhat it changes'),
			record: value('URL', 'compares the states of all servers on this record'),
		},
		notes: 'The server must have stopped; servers that are compared must run.',
	},
	'hash-password': {
		does: 'hash a password for a file of users',
		words: [''],
		options: {},
		notes: 'The password comes on stdin, or is asked for.',
	},
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof COMMANDS;
type Value = {string: string; boolean: boolean; on: boolean};
/** The values of a command's options. */
export type FlagsOf<W extends CommandName> = {
	readonly [O in keyof (typeof COMMANDS)[W]['options']]?: (typeof COMMANDS)[W]['options'][O] extends Option<
		infer K
	>
		? Value[K]
		: never;
};

/** Returns the commands that are typed as a word. */
export function commandWords(): CommandName[] {
	return (Object.keys(COMMANDS) as CommandName[]).filter(word => word !== 'client');
}

export function isCommand(text: string): text is CommandName {
	return Object.hasOwn(COMMANDS, text) && text !== 'client';
}

function value(placeholder: string, does: string): Option<'string'> {
	return {kind: 'string', value: placeholder, does};
}

function flag(does: string): Option<'boolean'> {
	return {kind: 'boolean', does};
}

function unless(does: string): Option<'on'> {
	return {kind: 'on', does};
}
