/**
 * Plays stories: transcripts of several users who talk through a real server over real sockets.
 *
 *     alice signs up            a new account; `signs in`: by password; `comes back`: by the token of the same machine
 *     alice> /msg bob hi        alice types this line and presses Enter
 *     bob< alice: hi            the next thing that bob is told, after what the story has mentioned before, contains this
 *     eve< (nothing)            eve was told nothing since then, though the server has answered her since
 *     bob signs out | quits     with /logout; or closes the program
 *     bob's link breaks         without a word
 *     bob's script tells alice hi    as `chat-tui send` does, with what this machine keeps of bob
 *     bob looks away            the terminal has no focus, also after coming back, until he `looks again`
 *     bob presses accept        a key, by what it means
 *     bob answers y             the letter of a button, in a dialog
 *     bob's screen says hi      somewhere on the screen stands this now: in the list, a heading, the transcript
 *     alice's message hi is read     how far it has come: queued, stored, delivered, read
 *     the log says sign-in      somewhere in the lines that the server has written stands this
 *     the server restarts       orderly, with the same files
 *     61 s pass                 for the server
 */
import {join} from 'node:path';
import {Readable, Writable} from 'node:stream';
import {expect, onTestFinished, test} from 'vitest';
import {DEFAULT_POLICY, type Policy} from '../../server/chat/rule.ts';
import {Passwords} from '../../server/auth/passwords.ts';
import type {RunningServer} from '../../server/running-server.ts';
import {startServer} from '../../server/server.ts';
import {send} from '../../source/scripts/send.ts';
import type {Action} from '../../source/state/model/action.ts';
import {Person} from './person.ts';
import {skippingClock} from './skipping-clock.ts';
import {temporaryFolder} from './temporary-folder.ts';
import {until} from './until.ts';

/** Quick to compute: these passwords protect nothing. */
const CHEAP = {ln: 4, r: 8, p: 1};

type Seat = {person: Person; mentioned: number};

class Stage {
	readonly log: string[] = [];
	private readonly seats = new Map<string, Seat>();
	private readonly lookingAway = new Set<string>();
	private readonly clock = skippingClock();
	private readonly folder: string;
	private readonly policy: Policy;
	private server: RunningServer | undefined;
	private port = 0;

	constructor(folder: string, policy: Partial<Policy>) {
		this.folder = folder;
		this.policy = {...DEFAULT_POLICY, ...policy};
	}

	private get data(): string {
		return join(this.folder, 'server');
	}

	async start(): Promise<void> {
		this.server = await startServer({
			folder: this.data,
			host: '127.0.0.1',
			port: this.port,
			plaintext: false,
			policy: this.policy,
			write: line => this.log.push(line.trim()),
			clock: this.clock,
			passwords: new Passwords({cost: CHEAP}),
		});
		this.port = this.server.port;
	}

	async end(): Promise<void> {
		for (const {person} of this.seats.values()) await person.leaves();
		await this.server?.stop('the story is over');
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
		[/^(\w+)> (.*)$/, (name = '', line = '') => this.seat(name).person.says(line)],
		[/^(\w+)< \(nothing\)$/, async (name = '') => this.nothing(name)],
		[/^(\w+)< (.*)$/, async (name = '', text = '') => this.sees(name, text)],
		[/^(\w+) signs up$/, async (name = '') => this.enters(name, 'signUp')],
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
		[/^the log says (.+)$/, async (text = '') => until(() => this.log.some(line => line.includes(text)))],
		[/^the server restarts$/, async () => this.restart()],
		[/^(\d+) s pass$/, (seconds = '') => this.clock.skip(Number(seconds) * 1000)],
	];

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
	): Promise<void> {
		const before = this.seats.get(name);
		if (before) await before.person.leaves();
		const person = new Person(name, this.folder, join(this.data, 'server-cert.pem'));
		this.seats.set(name, {person, mentioned: 0});
		this.looks(name, !this.lookingAway.has(name));
		await person.enters({kind, address: {host: '127.0.0.1', port: this.port}, user, password});
		if (person.state.place.at !== 'chat') return;
		for (const {person: other} of this.seats.values()) {
			if (other.state.link.status === 'online')
				await other.until(() => other.knows(user), `${user} to be announced`);
		}
	}

	private async sends(name: string, to: string, text: string): Promise<void> {
		const sink = () => new Writable({write: (_chunk, _encoding, done) => done()});
		const world = {stdin: Readable.from([]), stdout: sink(), stderr: sink(), home: join(this.folder, name)};
		const who = {address: {host: '127.0.0.1', port: this.port}, user: name};
		expect(await send([to, text], who, world)).toBe(0);
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

	private async restart(): Promise<void> {
		await this.server?.stop('the story wants it');
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

/** A test that plays the story line by line. */
export function story(name: string, script: string, policy: Partial<Policy> = {}): void {
	test(name, async () => {
		const stage = new Stage(await temporaryFolder(), policy);
		onTestFinished(async () => stage.end());
		await stage.start();
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
