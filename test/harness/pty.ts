/** Runs a program in a real pseudo-terminal, and sees through an emulator what a person in front of it would see. */
import {closeSync, constants as files, openSync, write} from 'node:fs';
import {constants} from 'node:os';
import {spawn, type IPty} from '@lydell/node-pty';
import {EmulatedScreen} from './screen.ts';

type Program = {
	readonly command: string;
	readonly args?: readonly string[];
	/** Added to an environment of PATH, HOME, TERM and LANG alone. */
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	readonly columns?: number;
	readonly rows?: number;
	/** See {@link EmulatedScreen.background}. */
	readonly background?: string;
};

type Exit = {readonly code: number; readonly signal: NodeJS.Signals | undefined};

/** Text or a pattern that stands on the screen, or anything else that is true of it. */
type Condition = string | RegExp | (() => boolean);

const DEADLINE = 15_000;
/** Written behind everything that the program wrote, once it has ended; an APC, which no terminal shows. */
const LAST = '\x1b_that was all\x1b\\';

/** Starts `program`; whoever starts one calls `stop()` when done with it. */
export function startTerminal(program: Program): Promise<PtyTerminal> {
	return Promise.resolve(new PtyTerminal(program));
}

export class PtyTerminal extends EmulatedScreen {
	/** Everything the program has written so far. */
	bytes = '';
	/** Resolves when the program has ended and all it wrote is on the screen. */
	readonly exit: Promise<Exit>;
	readonly #pty;
	#exit: Exit | undefined;
	#isHungUp = false;
	readonly #waiting = new Set<() => void>();
	/** Answers of the terminal that wait. */
	#held: string[] | undefined;

	constructor({command, args = [], env = {}, cwd = process.cwd(), ...screen}: Program) {
		const {columns = 80, rows = 24, background} = screen;
		super(columns, rows);
		this.background = background;
		const {PATH = '', HOME = ''} = process.env;
		const base = {PATH, HOME, TERM: 'xterm-256color', LANG: 'C.UTF-8'};
		this.#pty = spawn(command, [...args], {
			cols: columns,
			rows,
			cwd,
			env: {...base, ...env},
			name: env['TERM'] ?? base.TERM, // which it makes TERM
		});
		this.terminal.onData(answer => {
			if (this.#held) this.#held.push(answer);
			else this.write(answer);
		});
		const programSide = holdOpen(this.#pty);
		let end: Exit | undefined;
		this.exit = new Promise(resolve => {
			const over = (end: Exit) => {
				closeSync(programSide);
				this.#exit = end;
				resolve(end);
				this.#look();
			};
			this.#pty.onExit(({exitCode, signal}) => {
				end = {code: exitCode, signal: nameOf(signal)};
				if (this.#isHungUp) over(end);
				else write(programSide, LAST, () => undefined);
			});
			this.#pty.onData(data => {
				this.bytes += data;
				// A job of a shell outlives it, and may write behind its last words.
				if (end === undefined || !this.bytes.includes(LAST)) {
					this.terminal.write(data, () => this.#look());
					return;
				}

				const last = end;
				this.bytes = this.bytes.replace(LAST, '');
				this.terminal.write(data, () => over(last));
			});
		});
	}

	get pid(): number {
		return this.#pty.pid;
	}

	/** Types: what is given goes to the program as it is. */
	write(text: string | Uint8Array): void {
		if (this.#exit !== undefined) return;
		// It takes bytes too, which its declarations do not say.
		this.#pty.write(typeof text === 'string' ? text : (Buffer.from(text) as unknown as string));
	}

	/**
	 * Resolves as soon as `condition` holds on a whole frame; fails with the whole screen when it does not within 15 s, or never can.
	 */
	until(condition: Condition, what = String(condition)): Promise<void> {
		const isMet = () => this.#holds(condition);
		return new Promise((resolve, reject) => {
			const fail = (why: string) => settle(() => reject(new Error(`${why}: ${what}\n${this.#describe()}`)));
			const deadline = setTimeout(() => fail(`not within ${DEADLINE} ms`), DEADLINE);
			const settle = (end: () => void) => {
				clearTimeout(deadline);
				this.#waiting.delete(look);
				end();
			};
			const look = () => {
				if (this.modes.synchronizedOutputMode && this.#exit === undefined) return; // half a frame
				if (isMet()) settle(resolve);
				else if (this.#exit !== undefined)
					fail(`the program ended with ${JSON.stringify(this.#exit)} before`);
			};
			this.#waiting.add(look);
			look();
		});
	}

	override resize(columns: number, rows: number): void {
		super.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	/** Sends a signal to the program alone; keys such as Ctrl-C are written instead. */
	signal(name: NodeJS.Signals): void {
		this.#pty.kill(name);
	}

	/** Closes the window: from here on nobody sees what the program writes. */
	hangUp(): void {
		this.#isHungUp = true;
		socketOf(this.#pty).destroy();
	}

	/** Stops and starts reading what the program writes, as a terminal that is stuck does. */
	pause(): void {
		this.#pty.pause();
	}

	resume(): void {
		this.#pty.resume();
	}

	/** Holds what the terminal answers, as a slow link does, until the answers are let go. */
	holdAnswers(): void {
		this.#held ??= [];
	}

	letAnswersGo(): void {
		const held = this.#held ?? [];
		this.#held = undefined;
		for (const answer of held) this.write(answer);
	}

	/** Ends the program, if it has not ended by itself, and with it all it started. */
	async stop(): Promise<void> {
		if (this.#exit === undefined) {
			this.#pty.resume();
			killGroup(this.#pty.pid);
			await this.exit;
		}

		this.terminal.dispose();
	}

	#holds(condition: Condition): boolean {
		if (typeof condition === 'function') return condition();
		return typeof condition === 'string' ? this.text().includes(condition) : condition.test(this.text());
	}

	#look(): void {
		for (const look of this.#waiting) look();
	}

	#describe(): string {
		const edge = '─'.repeat(this.terminal.cols);
		const rows = this.screen().map(line => `│${line}`);
		return [
			`┌${edge}`,
			...rows,
			`└${edge}`,
			`cursor ${JSON.stringify(this.cursor())}, ${this.buffer} buffer`,
		].join('\n');
	}
}

/**
 * node-pty closes the terminal as the program ends, and what has not been read by then is lost: of a descriptor that is hung up
 * libuv takes any short read for the last. So the program's side is held open here until everything has been read.
 */
function holdOpen(pty: IPty): number {
	// Both names are node-pty's own, not declared: its terminal's path, and whether it has closed it already.
	const inner = pty as unknown as {readonly _pty: string; _emittedClose: boolean};
	inner._emittedClose = true;
	return openSync(inner._pty, files.O_RDWR | files.O_NOCTTY);
}

/** The terminal's own side of it, which node-pty does not declare. */
function socketOf(pty: IPty): {destroy(): void} {
	return (pty as unknown as {readonly _socket: {destroy(): void}})._socket;
}

function killGroup(pid: number): void {
	try {
		process.kill(-pid, 'SIGKILL');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it ended just now
	}
}

function nameOf(signal: number | undefined): NodeJS.Signals | undefined {
	if (!signal) return undefined;
	const [name] = Object.entries(constants.signals).find(([, number]) => number === signal) ?? [];
	return name as NodeJS.Signals | undefined; // the keys of that table are the names
}
