/** Takes the terminal for lines that are only ever appended, below what the shell has printed. */
import {isCapable} from './capable.ts';
import {DUMB_LINES, LINES} from './modes.ts';
import {TakenTerminal} from './taken-terminal.ts';

export class AppendedLines extends TakenTerminal {
	/** Whether the cursor is in the first column of an empty line. */
	#isFresh = true;
	/** What waits while another program has the terminal. */
	#held: string | undefined;
	/** Called before another program gets the terminal. */
	onLent: (() => void) | undefined;
	/** Called when this program has it again, in an empty line: what is being edited stands far above. */
	onBack: (() => void) | undefined;

	/** @param ending called once, when a signal or a lost terminal ends the program with this exit code */
	constructor(ending: (code: number) => void) {
		super(isCapable(process.env) ? LINES : DUMB_LINES, ending);
		this.screen.onSuspend = () => {
			this.onLent?.();
			this.#held = '';
			this.input.pause();
		};
		this.screen.onResume = () => {
			const held = this.#held ?? '';
			this.#held = undefined;
			this.input.resume(); // first: the terminal must not echo keys below the line
			this.write(held);
			this.onBack?.();
		};
	}

	get isLent(): boolean {
		return this.#held !== undefined;
	}

	/** Writes on: printable characters, line breaks and backspaces; while another program has the terminal, once that has ended. */
	write(text: string): void {
		if (text === '') return;
		if (this.#held !== undefined) {
			this.#held += text;
			return;
		}

		this.#isFresh = text.endsWith('\n');
		process.stdout.write(text);
	}

	override leave(): void {
		if (!this.#isFresh) this.write('\n');
		super.leave();
	}

	/** The window's title is the shell's, which stands above. */
	override title(): void {}

	/** Nothing that was written is written again. */
	redraw(): void {}
}
