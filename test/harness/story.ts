/**
 * Plays stories: transcripts of several users who talk through a real server over real sockets.
 *
 *     alice signs up            a new account; `signs in`: by password; `comes back`: by the token of the same machine
 *     bob signs up with alice's code     the newest invite code that she has made
 *     alice> /msg bob hi        alice types this line and presses Enter
 *     bob< alice: hi            the next thing that bob is told, after what the story has mentioned before, contains this
 *     eve< (nothing)            eve was told nothing since then, though the server has answered her since
 *     bob signs out | quits     with /logout; or closes the program
 *     bob's link breaks         without a word
 *     bob's script tells alice hi    as `chat-tui send` does, with what this machine keeps of bob
 *     bob's script sends alice the file LICENSE    of this project; the story goes on meanwhile
 *     bob's script says Waiting for    on stderr; after a failure it `fails with` this
 *     bob's script has waited 120 s    the time that it gives others is over
 *     bob's script is done    without a failure
 *     bob's settings allow no direct connections    to other clients, also of scripts
 *     alice has received LICENSE     the same bytes are in her folder for received files; `as x.txt`: under this name
 *     the operator makes bob an admin | deletes bob    on the machine of the server
 *     bob types half a sentence    without Enter
 *     bob pastes LICENSE        the lines of this file of the project
 *     bob still has half a sentence    in the command bar, or as the draft of a conversation
 *     bob signs in with the one-time password that alice sees
 *     bob chooses the password battery-staple    in the form that asks for a new one
 *     bob looks away            the terminal has no focus, also after coming back, until he `looks again`
 *     bob presses accept        a key, by what it means
 *     bob answers y             the letter of a button, in a dialog
 *     bob's screen says hi      somewhere on the screen stands this now: in the list, a heading, the transcript
 *     alice's message hi is read     how far it has come: queued, stored, delivered, read
 *     alice's files say hi      somewhere in what her client has on disk stands this
 *     bob's files lack hi       nowhere in what his client has on disk stands this
 *     the log says sign-in      somewhere in the lines that the server has written stands this
 *     the server restarts       orderly, with the same files
 *     the server stops          orderly, and does not come back
 *     600 others have accounts    person1, person2, …, with the password others-correct-horse; none of them has signed in
 *     bob signs up on server 2  of two that share a record; what stands before it happens there
 *     61 s pass                 for the server
 */
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {Readable, Writable} from 'node:stream';
import {expect, onTestFinished, test} from 'vitest';
import {root} from '../../scripts/project-files.ts';
import type {RequestOf} from '../../protocol/index.ts';
import type {ConversationId, UserName} from '../../protocol/names.ts';
import {DEFAULT_POLICY, type Policy} from '../../server/chat/rule.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import type {RunningServer} from '../../server/running-server.ts';
import type {RecordPlace} from '../../server/journal/record-url.ts';
import {startServer} from '../../server/server.ts';
import {SettingsFile} from '../../source/client/settings-file.ts';
import {send} from '../../source/scripts/send.ts';
import type {Action} from '../../source/state/model/action.ts';
import type {State} from '../../source/state/model/state.ts';
import {textOf} from '../../terminal/editor.ts';
import {Person} from './person.ts';
import {contentsOf} from './private-chat-screens.ts';
import {seedServer} from './seeded.ts';
import {skippingClock} from './skipping-clock.ts';
import {expiringClock} from './expiring-clock.ts';
import {temporaryFolder} from './temporary-folder.ts';
import {until} from './until.ts';

/** Quick to compute: these passwords protect nothing. */
const CHEAP = {ln: 4, r: 8, p: 1};

type Seat = {person: Person; mentioned: number};
type RunningScript = {
	readonly code: Promise<number>;
	/** What it has written to stderr. */
	readonly err: () => string;
	/** Ends its pauses of so many milliseconds. */
	readonly expire: (milliseconds: number) => void;
};

class Stage {
	readonly log: string[] = [];
	private readonly seats = new Map<string, Seat>();
	/** The newest invite code of each person who gave one away. */
	private readonly codes = new Map<string, string>();
	private readonly lookingAway = new Set<string>();
	private readonly scripts = new Map<string, RunningScript>();
	private readonly clock = skippingClock();
	private readonly folder: string;
	private readonly policy: Policy;
	/** The server that the line is about; there are more where they share a record. */
	private at = 0;
	private readonly servers: RunningServer[] = [];
	private readonly ports: number[] = [];
	private readonly record: RecordPlace | undefined;

	/** @param record that two servers share; undefined: there is one server */
	constructor(folder: string, policy: Partial<Policy>, record?: RecordPlace) {
		this.folder = folder;
		this.policy = {...DEFAULT_POLICY, ...policy};
		this.record = record;
	}

	private get data(): string {
		return join(this.folder, this.at === 0 ? 'server' : `server${this.at + 1}`);
	}

	private get server(): RunningServer | undefined {
		return this.servers[this.at];
	}

	private get port(): number {
		return this.ports[this.at] ?? 0;
	}

	/** Starts the servers of the story. */
	async open(): Promise<void> {
		await this.start();
		if (this.record) await this.onServer(2, async () => this.start());
	}

	/** Does something at one of the servers. */
	private async onServer(number: number, act: () => Promise<void>): Promise<void> {
		this.at = number - 1;
		await act();
		this.at = 0;
	}

	async start(): Promise<void> {
		const server = await startServer({
			folder: this.data,
			host: '127.0.0.1',
			port: this.port,
			plaintext: false,
			policy: this.policy,
			record: this.record,
			write: line => this.log.push(line.trim()),
			clock: this.clock,
			passwords: new Passwords({cost: CHEAP}),
		});
		this.servers[this.at] = server;
		this.ports[this.at] = server.port;
	}

	async end(): Promise<void> {
		for (const {person} of this.seats.values()) await person.leaves();
		for (const server of this.servers) await server.stop('the story is over');
	}

	async play(line: string): Promise<void> {
		for (const [pattern, act] of this.acts) {
			const match = pattern.exec(line);
			if (match) {
				await act(...match.slice(1));
				return;
			}
		}

		throw new Error(`nobody knows how to play: ${line}`);
	}

	private readonly acts: ReadonlyArray<readonly [RegExp, (...words: string[]) => unknown]> = [
		[
			/^(.+) on server (\d)$/,
			async (line = '', number = '') => this.onServer(Number(number), async () => this.play(line)),
		],
		[/^(\w+)> (.*)$/, (name = '', line = '') => this.seat(name).person.says(line)],
		[/^(\w+)< \(nothing\)$/, async (name = '') => this.nothing(name)],
		[/^(\w+)< (.*)$/, async (name = '', text = '') => this.sees(name, text)],
		[/^(\w+) signs up$/, async (name = '') => this.enters(name, 'signUp')],
		[
			/^(\w+) signs up with (\w+)'s code$/,
			async (name = '', by = '') => this.enters(name, 'signUp', passwordOf(name), name, this.codeOf(by)),
		],
		[
			/^the operator makes (\w+) an admin$/,
			async (name = '') => this.operates({type: 'appointAdmin', user: name as UserName}),
		],
		[
			/^the operator deletes (\w+)$/,
			async (name = '') => this.operates({type: 'deleteUser', user: name as UserName}),
		],
		[
			/^the operator deletes (#\S+)$/,
			async (room = '') => this.operates({type: 'deleteRoom', room: room as ConversationId}),
		],
		[
			/^(\w+) types (.+)$/,
			(name = '', text = '') => this.seat(name).person.hears({type: 'edited', before: text}),
		],
		[
			/^(\w+) pastes (\S+)$/,
			async (name = '', file = '') =>
				this.seat(name).person.hears({type: 'pasted', text: await readFile(join(root, file), 'utf8')}),
		],
		[/^(\w+) still has (.+)$/, async (name = '', text = '') => this.has(name, text)],
		[
			/^(\w+) signs in with the one-time password that (\w+) sees$/,
			async (name = '', reader = '') => this.entersOnce(name, reader),
		],
		[/^(\w+) chooses the password (\S+)$/, async (name = '', password = '') => this.chooses(name, password)],
		[/^(\w+) signs in$/, async (name = '') => this.enters(name, 'signIn')],
		[
			/^(\w+) signs in with (\S+)$/,
			async (name = '', password = '') => this.enters(name, 'signIn', password),
		],
		[
			/^(\w+) signs in elsewhere as (\w+)$/,
			async (name = '', user = '') => this.enters(name, 'signIn', passwordOf(user), user),
		],
		[/^(\w+) comes back$/, async (name = '') => this.enters(name, 'resume')],
		[/^(\w+) signs out$/, async (name = '') => this.signsOut(name)],
		[
			/^(\w+)'s script tells (\S+) (.+)$/,
			async (name = '', to = '', text = '') => this.sends(name, to, text),
		],
		[
			/^(\w+)'s script sends (\S+) the file (\S+)(?: as (\w+))?$/,
			(name = '', to = '', file = '', user = name) => this.sendsFile(name, user, to, file),
		],
		[
			/^(\w+)'s script says (.+)$/,
			async (name = '', text = '') => until(() => this.script(name).err().includes(text)),
		],
		[
			/^(\w+)'s script has waited (\d+) s$/,
			(name = '', seconds = '') => this.script(name).expire(Number(seconds) * 1000),
		],
		[
			/^(\w+)'s settings allow no direct connections$/,
			async (name = '') => new SettingsFile(join(this.folder, name)).keep({direct: 'never'}),
		],
		[
			/^(\w+)'s script is done$/,
			async (name = '') => expect(await this.script(name).code, this.script(name).err()).toBe(0),
		],
		[
			/^(\w+)'s script fails with (.+)$/,
			async (name = '', text = '') => {
				expect(await this.script(name).code, this.script(name).err()).toBe(1);
				expect(this.script(name).err()).toContain(text);
			},
		],
		[/^(\w+) has received (\S+)$/, async (name = '', file = '') => this.wantsReceived(name, file, file)],
		[
			/^(\w+) has received (\S+) as (\S+)$/,
			async (name = '', file = '', as = '') => this.wantsReceived(name, file, as),
		],
		[/^(\w+) looks away$/, (name = '') => this.looks(name, false)],
		[/^(\w+) looks again$/, (name = '') => this.looks(name, true)],
		[/^(\w+)'s link breaks$/, async (name = '') => this.seat(name).person.vanishes()],
		[/^(\w+) quits$/, async (name = '') => this.seat(name).person.leaves()],
		[
			/^(\w+) presses (.+)$/,
			async (name = '', actions = '') => this.seat(name).person.answers(...(actions.split(', ') as Action[])),
		],
		[/^(\w+) answers (\w)$/, async (name = '', key = '') => this.seat(name).person.answers({choose: key})],
		[
			/^(\w+)'s screen says (.+)$/,
			async (name = '', text = '') => {
				const {person} = this.seat(name);
				await person.until(() => person.screen().includes(text), `${text} in\n${person.screen()}`);
			},
		],
		[
			/^(\w+)'s message (.+) is (\w+)$/,
			async (name = '', text = '', mark = '') => this.marks(name, text, mark),
		],
		[/^(\w+) is asked "(.+)"$/, async (name = '', text = '') => this.sees(name, text)],
		[
			/^(\w+)'s files say (.+)$/,
			async (name = '', text = '') => until(() => this.filesOf(name).includes(text)),
		],
		[/^(\w+)'s files lack (.+)$/, (name = '', text = '') => expect(this.filesOf(name)).not.toContain(text)],
		[/^the log says (.+)$/, async (text = '') => until(() => this.log.some(line => line.includes(text)))],
		[/^the server restarts$/, async () => this.restart()],
		[/^the server stops$/, async () => this.server?.stop('the story wants it')],
		[
			/^(\d+) others have accounts$/,
			async (count = '') => this.restart(async () => this.addOthers(Number(count))),
		],
		[/^(\d+) s pass$/, (seconds = '') => this.clock.skip(Number(seconds) * 1000)],
	];

	/** The operator changes something. */
	private async operates(
		request: RequestOf<'appointAdmin'> | RequestOf<'deleteUser'> | RequestOf<'deleteRoom'>,
	): Promise<void> {
		expect(await this.server?.operated.operate(request)).not.toHaveProperty('refusal');
	}

	/** Reads the password off one screen, and signs in with it at another. */
	private async entersOnce(name: string, reader: string): Promise<void> {
		const told = this.seat(reader).person.told.map(line =>
			/is ([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})/.exec(line),
		);
		const [, password] = told.findLast(match => match !== null) ?? [];
		await this.enters(name, 'signIn', password);
	}

	private async wantsReceived(name: string, file: string, as: string): Promise<void> {
		const received = await readFile(join(this.folder, name, 'downloads', as));
		expect(received).toEqual(await readFile(join(root, file)));
	}

	private async has(name: string, text: string): Promise<void> {
		const {person} = this.seat(name);
		const typed = ({bar, conversations}: State) =>
			[bar, ...[...conversations.values()].map(({draft}) => draft)].map(textOf);
		await person.until(() => typed(person.state).includes(text), `${text} as a draft`);
	}

	private async chooses(name: string, password: string): Promise<void> {
		const {person} = this.seat(name);
		person.hears({type: 'edited', before: password});
		person.presses('submit');
		person.hears({type: 'edited', before: password});
		person.presses('submit');

		await person.until(() => person.state.place.at === 'chat', 'the new password to be taken');
	}

	private filesOf(name: string): string {
		return contentsOf(join(this.folder, name));
	}

	private seat(name: string): Seat {
		const seat = this.seats.get(name);
		if (!seat) throw new Error(`${name} is not in this story`);
		return seat;
	}

	private async enters(
		name: string,
		kind: 'signUp' | 'signIn' | 'resume',
		password = passwordOf(name),
		user = name,
		code = this.server?.code,
	): Promise<void> {
		const before = this.seats.get(name);
		if (before) await before.person.leaves();
		const person = new Person(name, this.folder, join(this.data, 'server-cert.pem'));
		this.seats.set(name, {person, mentioned: 0});
		this.looks(name, !this.lookingAway.has(name));
		const address = {host: '127.0.0.1', port: this.port, ...(code !== undefined && {code})};
		await person.enters({kind, address, user, password});
		if (person.state.place.at !== 'chat') return;
		for (const {person: other} of this.seats.values()) {
			if (other.state.link.status === 'online')
				await other.until(() => other.knows(user), `${user} to be announced`);
		}
	}

	private codeOf(name: string): string {
		const code = this.seat(name).person.state.me?.inviteCode?.code ?? this.codes.get(name);
		if (code !== undefined) this.codes.set(name, code);
		if (code === undefined) throw new Error(`${name} has made no invite code`);
		return code;
	}

	private async sends(name: string, to: string, text: string): Promise<void> {
		const sink = () => new Writable({write: (_chunk, _encoding, done) => done()});
		const world = {stdin: Readable.from([]), stdout: sink(), stderr: sink(), home: join(this.folder, name)};
		const who = {address: {host: '127.0.0.1', port: this.port}, user: name};
		expect(await send([to, text], who, world)).toBe(0);
	}

	private sendsFile(name: string, user: string, to: string, file: string): void {
		let err = '';
		const stderr = new Writable({
			write(part: Buffer, _encoding, done) {
				err += part.toString();
				done();
			},
		});
		const {clock, expire} = expiringClock();
		const home = join(this.folder, name);
		const world = {stdin: Readable.from([]), stdout: stderr, stderr, home, clock};
		const address = {host: '127.0.0.1', port: this.port};
		const who = {address, user, password: passwordOf(user), file: join(root, file)};
		const code = send([to], who, world);
		this.scripts.set(name, {code, expire, err: () => err});
	}

	private script(name: string): RunningScript {
		const script = this.scripts.get(name);
		if (!script) throw new Error(`${name} has no script in this story`);
		return script;
	}

	private looks(name: string, focused: boolean): void {
		if (focused) this.lookingAway.delete(name);
		else this.lookingAway.add(name);
		this.seat(name).person.hears({type: 'focusChanged', focused});
	}

	private async signsOut(name: string): Promise<void> {
		const {person} = this.seat(name);
		person.says('/logout');
		await person.until(() => person.state.me === undefined);
	}

	private async sees(name: string, text: string): Promise<void> {
		const seat = this.seat(name);
		seat.mentioned = (await seat.person.sees(text, seat.mentioned)) + 1;
	}

	private async nothing(name: string): Promise<void> {
		const {person, mentioned} = this.seat(name);
		for (const {person: other} of this.seats.values())
			if (other.state.link.status === 'online') await other.fence();
		await person.fence();
		expect(person.told.slice(mentioned)).toEqual([]);
	}

	private async marks(name: string, text: string, mark: string): Promise<void> {
		const {person} = this.seat(name);
		await person.until(
			() => person.marks()[text] === mark,
			`${text} ${mark}, not ${JSON.stringify(person.marks())}`,
		);
	}

	private async addOthers(count: number): Promise<void> {
		const names = Array.from({length: count}, (_, at) => `person${at + 1}`);
		await seedServer(this.data, names, passwordOf('others'));
	}

	/** @param meanwhile is done while no server holds the data folder */
	private async restart(meanwhile = async () => Promise.resolve()): Promise<void> {
		await this.server?.stop('the story wants it');
		await meanwhile();
		await this.start();
		for (const {person} of this.seats.values()) {
			person.link.retryNow();
			if (person.state.me)
				await person.until(() => person.state.link.status === 'online', 'the link to come back');
		}
	}
}

function passwordOf(name: string): string {
	return `${name}-correct-horse`;
}

/** A test that plays the story line by line. @param record made for the story: two servers share it */
export function story(
	name: string,
	script: string,
	policy: Partial<Policy> = {},
	record?: () => Promise<RecordPlace>,
): void {
	test(name, async () => {
		const stage = new Stage(await temporaryFolder(), policy, await record?.());
		onTestFinished(async () => stage.end());
		await stage.open();
		const lines = script.split('\n').map(line => line.trim());
		for (const [at, line] of lines.entries()) {
			if (line === '') continue;
			try {
				await stage.play(line);
			} catch (error) {
				const reason = error instanceof Error ? error.message : String(error);
				throw new Error(`in line ${at}, "${line}": ${reason}\nthe server:\n${stage.log.join('\n')}`, {
					cause: error,
				});
			}
		}
	});
}
