/** Sets the terminal's modes, and restores them on every way out: exit, signal, crash and Ctrl-Z. */
import {closeSync} from 'node:fs';
import {constants} from 'node:os';
import {isatty} from 'node:tty';
import {isInBackground} from './foreground.ts';
import {FULL_SCREEN, PLAIN, type Modes} from './modes.ts';
import {Questions} from './questions.ts';
import {writeAtOnce} from './write-at-once.ts';

/** The size of the terminal in cells. */
type Size = {readonly columns: number; readonly rows: number};

/** The part of the terminal's stdout that this class uses; `process.stdout` is one. */
type ScreenOut = NodeJS.EventEmitter & {
	readonly columns?: number;
	readonly rows?: number;
	write(text: string): boolean;
	readonly _handle?: {setBlocking?(isBlocking: boolean): unknown};
};

/** The part of the process that this class uses; `process` is one. */
type Host = NodeJS.EventEmitter & {
	exit(code: number): void;
	kill(pid: number, signal: NodeJS.Signals): unknown;
};

/** Writes at once, before any queued output. `descriptor` 1 is the terminal, 2 is for errors. */
type WriteNow = (descriptor: 1 | 2, text: string) => void;

/** Synchronized output: what stands between is shown at once. */
const [BEGIN, END] = ['\x1b[?2026h', '\x1b[?2026l'];
const WRAP = '\x1b[?7h';
const CLEAR = '\x1b[H\x1b[2J';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
/** Signals of a terminal's keys. */
const FROM_KEYS = ['SIGINT', 'SIGQUIT'] as const;
const ignore = (): undefined => undefined;
/** Exit code of a fault in the program (EX_SOFTWARE). */
const CRASH_CODE = 70;

/** Milliseconds that a busy machine may need to deliver a signal that came with SIGCONT. */
const HEARING = 100;

export class Screen {
	onResize: ((size: Size) => void) | undefined;
	/** Called before another program gets the terminal: stop painting and release the keyboard. */
	onSuspend: (() => void) | undefined;
	/** Called when this program has the terminal again: take the keyboard and paint everything. */
	onResume: (() => void) | undefined;
	/**
	 * Called once, when a signal or a lost terminal ends the program with this exit code, after the terminal was restored. A second signal
	 * ends the program at once.
	 */
	onEnding: (code: number) => void;
	readonly questions: Questions;
	readonly #stdout: ScreenOut;
	readonly #host: Host;
	readonly #writeNow: WriteNow;
	readonly #modes: Modes;
	#isEntered = false;
	#isLeaving = false;
	/** Stopped: until the program is in the foreground, setting the modes would stop it again. */
	#isBehind = false;
	#hasMouse = true;
	/** The sequence that sets it, once there is one. */
	#title = '';
	/** What stands alone on the screen. */
	#alone: string | undefined;

	constructor(
		modes: Modes = FULL_SCREEN,
		stdout: ScreenOut = process.stdout,
		host: Host = process,
		writeNow: WriteNow = writeAtOnce,
	) {
		this.#modes = modes;
		this.questions = new Questions(stdout);
		this.#stdout = stdout;
		this.#host = host;
		this.#writeNow = writeNow;
		this.onEnding = code => host.exit(code);
	}

	get size(): Size {
		return {columns: this.#stdout.columns || 80, rows: this.#stdout.rows || 24};
	}

	/** Sets the modes, and handles every way out of the program from here on. */
	enter(): void {
		this.#stdout.on('resize', this.#onResize);
		this.#stdout.on('error', this.hangUp); // a lost terminal accepts no output
		this.#host.on('exit', this.#onExit);
		this.#host.on('uncaughtException', this.crash);
		this.#host.on('unhandledRejection', this.crash);
		this.#host.on('SIGTSTP', this.suspend);
		this.#host.on('SIGCONT', this.#onContinued);
		for (const signal of ENDING) this.#host.on(signal, this.#onEnding);
		this.#takeModes();
	}

	/** Tells whether another program has the terminal now. */
	get isBehind(): boolean {
		return this.#isBehind;
	}

	/** Restores the terminal. The program may still finish its work; a signal ends it at once. */
	leave(): void {
		this.#isLeaving = true;
		this.#restore();
		this.#stdout.off('resize', this.#onResize);
		this.#host.off('SIGTSTP', this.suspend);
		this.#host.off('SIGCONT', this.#onContinued);
	}

	/** Sets whether clicks and the wheel arrive as events; while they do, most terminals select text only with Shift held. */
	set mouse(isOn: boolean) {
		this.#hasMouse = isOn;
		this.#setModes();
	}

	/** Shows a text alone on the screen, wrapped by the terminal, whose mouse selects it; undefined: no longer. */
	set alone(text: string | undefined) {
		this.#alone = text;
		this.#setModes();
	}

	set title(title: string) {
		this.#title = `\x1b]2;${printable(title)}\x07`;
		this.#tell(this.#title);
	}

	bell(): void {
		if (this.#isEntered) this.#stdout.write('\x07');
	}

	/** Shows a desktop notification, where the terminal can; the title before the text keeps it from being read as a number of ConEmu's. */
	notify(by: 'osc9' | 'osc777', text: string): void {
		const line = printable(text);
		const sequence = by === 'osc9' ? `9;chat-tui: ${line}` : `777;notify;chat-tui;${line}`;
		this.#tell(`\x1b]${sequence}\x07`);
	}

	/** Puts a text into the clipboard, where the terminal lets programs do so. */
	copy(text: string): void {
		this.#tell(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`);
	}

	#tell(sequence: string): void {
		if (this.#isEntered && this.#modes.tells) this.#stdout.write(sequence);
	}

	/** Ends the program after the terminal was lost, as SIGHUP does. */
	readonly hangUp = (): void => {
		this.#onEnding('SIGHUP');
	};

	/** Ends the program because of a fault; restores the terminal first, so that the error is readable. */
	readonly crash = (error: unknown): void => {
		this.#restore();
		this.#writeNow(2, `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
		this.#host.exit(CRASH_CODE);
	};

	/** Stops the program, as Ctrl-Z does, until the shell continues it. */
	readonly suspend = (): void => {
		this.#restore();
		this.onSuspend?.();
		this.#host.off('SIGTSTP', this.suspend);
		// The whole group, so that a shell waiting for npx notices. It stops here, and goes on from here; where no shell
		// could ever continue it, the system does not stop it at all.
		this.#host.kill(0, 'SIGTSTP');
		this.#host.on('SIGTSTP', this.suspend);
		this.#onContinued();
	};

	/**
	 * Gives the terminal to another program until that has ended. Its Ctrl-C is not for this program; its Ctrl-Z stops both, as the shell
	 * expects of one job.
	 */
	async lend(run: () => Promise<void>): Promise<void> {
		const host = this.#host;
		this.#restore();
		this.onSuspend?.();
		host.off('SIGTSTP', this.suspend);
		host.off('SIGCONT', this.#onContinued);
		for (const signal of FROM_KEYS) host.off(signal, this.#onEnding).on(signal, ignore);
		try {
			await run();
		} finally {
			for (const signal of FROM_KEYS) host.off(signal, ignore).on(signal, this.#onEnding);
			host.on('SIGTSTP', this.suspend);
			host.on('SIGCONT', this.#onContinued);
			this.#onContinued();
		}
	}

	/** Signals that came meanwhile are heard first: one that ends a stopped program must not find it stopped once more. */
	readonly #onContinued = (): void => {
		this.#isBehind = true;
		setImmediate(() => setImmediate(this.#onContinue));
	};

	#takeModes(): void {
		this.#isEntered = true;
		this.#setBlocking(false);
		this.#stdout.write(this.#modes.enter);
		this.#tell(this.#title);
		this.#setModes();
		if (this.#modes.asks) this.questions.ask();
	}

	#setModes(): void {
		if (!this.#isEntered) return;
		const {on, mouseOn, mouseOff} = this.#modes;
		const mouse = this.#hasMouse && this.#alone === undefined ? mouseOn : mouseOff;
		const alone = this.#alone === undefined ? '' : `${PLAIN}${WRAP}${BEGIN}${CLEAR}${this.#alone}${END}`;
		this.#stdout.write(on + mouse + alone);
	}

	readonly #restore = (): void => {
		if (!this.#isEntered) return;
		this.#isEntered = false;
		this.#writeNow(1, this.#modes.off + this.#modes.leave);
		this.#setBlocking(true);
	};

	/**
	 * Node waits for a terminal that takes nothing (a stuck ssh or tmux), and all of the program with it, its connections too.
	 * There is no public way to say that it should not.
	 */
	#setBlocking(isBlocking: boolean): void {
		this.#stdout._handle?.setBlocking?.(isBlocking);
	}

	/**
	 * Continues after any stop: the shell may have changed the modes, written to the terminal, or missed a new size. In the background the
	 * program stops again, before it writes anything.
	 */
	readonly #onContinue = (): void => {
		if (this.#isLeaving) return;
		if (isInBackground()) {
			setTimeout(this.#stopBehind, HEARING);
			return;
		}

		this.onResume?.();
		if (this.#isEntered) this.#setModes();
		else this.#takeModes();
		this.#isBehind = false;
		this.#host.emit('SIGWINCH'); // on which Node looks at the size
	};

	/** Stops here, and not while the modes are set, where no signal would be handled. */
	readonly #stopBehind = (): void => {
		if (this.#isLeaving) return;
		if (isInBackground()) this.#host.kill(0, 'SIGSTOP');
		this.#onContinued();
	};

	readonly #onResize = (): void => {
		this.onResize?.(this.size);
	};

	readonly #onEnding = (signal: NodeJS.Signals): void => {
		const code = 128 + constants.signals[signal];
		if (!this.#isLeaving) {
			this.#isLeaving = true;
			// Not before it is known whether it came to a program that was stopped.
			setImmediate(() => {
				this.#restore();
				this.onEnding(code);
			});
		} else if (signal !== 'SIGHUP') {
			this.#host.exit(code); // while of one closed window the kernel tells, and the shell as well
		}
	};

	readonly #onExit = (): void => {
		this.#restore();
		letGo(this.#isBehind || isInBackground()); // the signal that ends may be heard before the one that continues
	};
}

/** Leaves out what would end the sequence that the text stands in. */
export function printable(text: string): string {
	return text.replace(/[\x00-\x1f\x7f-\x9f]/g, '');
}

/**
 * Node sets a terminal's modes back as it exits, which stops a program that is behind, and aborts where the terminal is gone;
 * what is closed it leaves alone.
 */
function letGo(isBehind: boolean): void {
	if (isBehind) process.stdin.destroy(); // it has a descriptor of its own
	for (const descriptor of [0, 1, 2]) if (isBehind || !isatty(descriptor)) closeSync(descriptor);
}
